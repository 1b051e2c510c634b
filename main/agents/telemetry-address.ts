/** Where Baton takes telemetry on 127.0.0.1. Null: not by this protocol. */
export interface ReceiverPorts {
  http: number | null
  grpc: number | null
  /** Those that the settings name: the next core takes them, whatever the one that runs now has. */
  usual?: { http: number; grpc: number }
}

/** One thing about an agent's telemetry, told to a person. */
export interface TelemetryFinding {
  ok: 'ok' | 'warning' | 'problem'
  /** One sentence without a full stop. Never holds a header's value. */
  said: string
  /** What to do, without a full stop; empty when ok. */
  remedy: string
}

export type AddressVerdict =
  | { at: 'baton' }
  | { at: 'elsewhere'; host: string }
  | { at: 'nowhere'; why: string; remedy: string }

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])
const TAKE_USUAL = 'leave it; `baton serve` and the desktop app take the ports of the settings when they are free'
const PROTOCOL_NAMES = { http: 'HTTP', grpc: 'gRPC' } as const
const SIGNAL_PATH = /^\/v1\/(metrics|logs|traces)\/?$/

/**
 * Whether what is sent to an address by a protocol arrives at Baton. `path`: the signal's own, where the agent uses the
 * address as it is (`/v1/logs`); null: it adds one itself.
 */
export function judgeAddress(
  address: string,
  protocol: 'http' | 'grpc',
  ports: ReceiverPorts,
  path: string | null,
): AddressVerdict {
  const right = addressOf(protocol, ports, path)
  const set = right === null ? 'use the other protocol: Baton does not take this one now' : `set it to ${right}`
  const nowhere = (why: string, remedy = set): AddressVerdict => ({ at: 'nowhere', why, remedy })
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return nowhere('is no http address')
  const url = new URL(address)
  if (!LOOPBACK.has(url.hostname)) return { at: 'elsewhere', host: url.host }
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const other = protocol === 'http' ? 'grpc' : 'http'
  if (port === ports[other])
    return nowhere(`is Baton's port for ${PROTOCOL_NAMES[other]}, and the protocol is ${PROTOCOL_NAMES[protocol]}`)
  if (port === ports.usual?.[protocol] && port !== ports[protocol])
    return nowhere(`is Baton's port ${port} by the settings, and the core that runs has ${ports[protocol]}`, TAKE_USUAL)
  if (port !== ports[protocol]) return nowhere(`is port ${port} of this machine, where Baton is not`)
  if (url.protocol === 'https:') return nowhere('is https, and on this machine Baton takes plain http')
  if (protocol === 'grpc') return { at: 'baton' }
  if (path === null && SIGNAL_PATH.test(url.pathname)) return nowhere('has a path that is added once more')
  if (path === null ? url.pathname !== '/' : url.pathname.replace(/\/$/, '') !== path)
    return nowhere(path === null ? 'has a path' : `is used as it is, and lacks the path ${path}`)
  return { at: 'baton' }
}

/** Null: Baton does not take this protocol. */
function addressOf(protocol: 'http' | 'grpc', ports: ReceiverPorts, path: string | null): string | null {
  const port = ports[protocol]
  return port === null ? null : `http://127.0.0.1:${port}${protocol === 'http' ? (path ?? '') : ''}`
}

export function warning(said: string, remedy: string): TelemetryFinding {
  return { ok: 'warning', said, remedy }
}

/** As it should be, or as it may well be. */
export function fine(said: string): TelemetryFinding {
  return { ok: 'ok', said, remedy: '' }
}
