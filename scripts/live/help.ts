/** What `npm run live` needs, in words. */
export const help = `npm run live tries the assumptions of docs/fidelity against the service.

It needs an application that is made for tests: it creates users, dialogs, messages, files, meetings and the rest under names
that begin with "fidelity-", and deletes what it made. Create the application in the dashboard of ConnectyCube, and set its
values, which its page in the dashboard shows:

  CONNECTYCUBE_APPLICATION_ID   the application id
  CONNECTYCUBE_AUTH_KEY         the authorization key
  CONNECTYCUBE_AUTH_SECRET      the authorization secret, where sessions have to be signed; also for the probe of the clock
  CONNECTYCUBE_ADMIN_API_KEY    the key of the administration API, for its probes; optional
  CONNECTYCUBE_API_URL          the URL of the API, when it is not https://api.connectycube.com

  npm run live -- --application-for-tests

Options:

  --application-for-tests   confirms that the application is for tests; required for every host but this machine
  --class place             a class of custom data with the fields title (String), seats (Integer) and tags (Array)
  --only chat.              the probes whose ids begin so
  --rate 5                  the most requests in a second
  --requests 1200           the most requests of the run, deletions included
  --minutes 15              how long the probes may take; deletions come after it
  --emulator                runs against an emulator that it starts, and needs no variables

Against an emulator of your own:

  npm run emulator -- --port 8090
  CONNECTYCUBE_API_URL=http://127.0.0.1:8090 CONNECTYCUBE_APPLICATION_ID=1 CONNECTYCUBE_AUTH_KEY=emulator-auth-key npm run live

It ends with 0 when all that it tried holds, with 1 when something does not hold, failed or is left, and with 2 when it did not
start.`

export const unconfirmed = (
  host: string
) => `${host} is not this machine. npm run live creates and deletes users, dialogs and files
there. Confirm that the application is for tests, with nobody's data: npm run live -- --application-for-tests`
