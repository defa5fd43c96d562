/**
 * Which headers are recorded: those that say something of the request or the response, and not of the connection, the runtime or the
 * moment.
 */

const ofConnections =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|via|alt-svc|host|content-length|content-encoding|accept-encoding)$/

const ofRequests = /^(?:user-agent|traceparent|tracestate|b3|x-b3-.*|sec-.*|accept-language)$/

const ofMoments =
  /^(?:date|age|x-request-id|x-runtime|x-amz-id-2|x-amz-request-id|x-amz-cf-.*|server|server-timing|cf-ray|cf-cache-status|nel|report-to)$/

type Headers = Readonly<Record<string, string | undefined>>

const only = (headers: Headers, isLeftOut: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .flatMap(([name, value]) => (value === undefined || isLeftOut(name) ? [] : [[name, value] as const]))
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
  )

export const ofRequest = (headers: Headers): Record<string, string> =>
  only(headers, (name) => ofConnections.test(name) || ofRequests.test(name) || ofMoments.test(name))

/** That of a `HEAD` has the length of the body that there would be. */
export const ofResponse = (headers: Headers, method: string): Record<string, string> =>
  only(
    headers,
    (name) => (ofConnections.test(name) && !(method === "HEAD" && name === "content-length")) || ofMoments.test(name)
  )
