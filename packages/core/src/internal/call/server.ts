// The server of a request, as the semantic conventions of OpenTelemetry name it.

export interface Server {
  /** The host, without its port. */
  readonly address: string
  readonly port: number
}

const defaultPorts: { readonly [protocol: string]: number | undefined } = { "https:": 443, "http:": 80 }

export const serverOf = (url: string): Server => {
  if (!URL.canParse(url)) return { address: "", port: 0 }
  const { hostname, port, protocol } = new URL(url)
  return { address: hostname, port: port === "" ? (defaultPorts[protocol] ?? 0) : Number(port) }
}
