import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import { CLOSE_GRACE_MS, HEADERS_TIMEOUT_MS, KEEP_ALIVE_MS, REQUEST_TIMEOUT_MS } from './limits.ts'
import { portHolder } from './port-holder.ts'
import type { Refusals } from './refusals.ts'

export interface ListenerParts {
  /** An IP address of this machine. */
  address: string
  /** 0: any free one. */
  port: number
  /** PEM texts; null: plain. */
  tls: { cert: string; key: string } | null
  maxConnections: number
  /** How long a client may take to send headers, and a whole request; for tests. Milliseconds. */
  timeouts: { headers: number; request: number } | undefined
  refusals: Refusals
  /** Told of what goes wrong with the server itself. */
  fault(error: Error): void
}

export interface Serving {
  request(request: IncomingMessage, response: ServerResponse): void
  /** Without it a request to upgrade is answered as a plain one: some clients offer HTTP/2 with every request. */
  upgrade?(request: IncomingMessage, stream: Duplex, head: Buffer): void
}

export interface Listener {
  port: number
  /** What comes is answered from here on. Called at once, in the turn in which `openListener` resolved. */
  serve(serving: Serving): void
  /** Takes no new connection, lets what is under way be answered for `CLOSE_GRACE_MS`, then frees the port. */
  close(): Promise<void>
}

/** One bounded HTTP server on one address. `port-in-use` names the holder where the machine tells it. */
export async function openListener(parts: ListenerParts): Promise<Outcome<Listener>> {
  const { refusals, fault } = parts
  const server = parts.tls === null ? createServer(bounds(parts)) : secureServer(parts, parts.tls)
  server.maxConnections = parts.maxConnections
  server.on('drop', () => refusals.count('too-many-connections'))
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => answerBroken(error, stream, refusals))
  const listening = await listen(server, parts)
  if (!listening.ok) return listening
  server.on('error', fault)
  return success({
    port: listening.value,
    serve({ request, upgrade }) {
      server.on('request', request)
      if (upgrade) server.on('upgrade', upgrade)
    },
    close: () => closeServer(server),
  })
}

function bounds({ timeouts = { headers: HEADERS_TIMEOUT_MS, request: REQUEST_TIMEOUT_MS } }: ListenerParts) {
  return {
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(1_000, timeouts.headers),
  } satisfies ServerOptions
}

/** What goes wrong in its handshakes is a `clientError`, too. */
function secureServer(parts: ListenerParts, tls: { cert: string; key: string }): Server {
  const limits = bounds(parts)
  return createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersTimeout })
}

/** Binds any server; gives the port. `port-in-use` names the holder where the machine tells it. */
export async function listen(
  server: NetServer,
  { address: host, port }: Pick<ListenerParts, 'address' | 'port'>,
): Promise<Outcome<number>> {
  try {
    server.listen({ host, port, ipv6Only: true })
    await once(server, 'listening')
  } catch (error) {
    return describeListenError(error as NodeJS.ErrnoException, host, port)
  }
  const address = server.address()
  return success(typeof address === 'object' && address ? address.port : port)
}

async function describeListenError(
  error: NodeJS.ErrnoException,
  address: string,
  port: number,
): Promise<Outcome<never>> {
  if (error.code === 'EADDRNOTAVAIL') {
    const remedy = 'give --host an address that this machine has'
    return failure('address-missing', address, 'this machine has no such address', remedy)
  }
  if (error.code !== 'EADDRINUSE') {
    const cause = `${address} cannot be listened on (${error.code ?? error.message})`
    return failure('port-refused', `port ${port}`, cause, 'give another one with --port, or 0 for any free one')
  }
  const holder = await portHolder(port)
  const by = holder ? ` by ${holder.program} (pid ${holder.pid})` : ''
  const remedy = 'end that program, or give another port with --port (0 for any free one)'
  return failure('port-in-use', `port ${port}`, `it is in use${by}`, remedy)
}

/** What never became a request: too slow, or not HTTP. */
function answerBroken(error: NodeJS.ErrnoException, stream: Duplex, refusals: Refusals): void {
  if (/^ERR_(SSL|TLS)_/.test(error.code ?? '')) {
    refusals.count('tls')
    return void stream.destroy()
  }
  const reset = error.code === 'ECONNRESET' || !stream.writable
  if (reset) return void stream.destroy()
  const timeout = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  refusals.count(timeout ? 'timeout' : 'malformed')
  stream.end(`HTTP/1.1 ${timeout ? '408 Request Timeout' : '400 Bad Request'}\r\nConnection: close\r\n\r\n`)
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
  })
}
