import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import { loopbackHosts } from './gate.ts'
import { createRouter } from './http-routes.ts'
import { CLOSE_GRACE_MS, CONNECTION_LIMIT, HEADERS_TIMEOUT_MS, KEEP_ALIVE_MS, REQUEST_TIMEOUT_MS } from './limits.ts'
import { portHolder } from './port-holder.ts'
import { createRefusals } from './refusals.ts'
import type { Refusals } from './refusals.ts'
import type {
  BoardSource,
  FollowSource,
  Health,
  HookReceiver,
  NoticeSource,
  RpcHandlers,
  TerminalSource,
} from './types.ts'
import { createWebSocketEnd } from './websocket.ts'

export interface ServerParts {
  /** 0: any free port. */
  port: number
  /** 256 bits, new at each start. */
  controlToken: string
  /** Told to each client first. */
  version: string
  handlers: RpcHandlers
  hooks: HookReceiver
  follow: FollowSource
  terminals: TerminalSource
  board: BoardSource
  notices: NoticeSource
  health(): Health
  log: Logger
  /** How long a client may take to send headers, and a whole request; for tests. Milliseconds. */
  timeouts?: { headers: number; request: number }
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>` */
  url: string
  port: number
  /** How often each kind of request was refused. */
  refusals(): Record<string, number>
  /** Open websockets of clients. */
  connections(): number
  /** When a client last called, was answered, sent or left; ms since the epoch, the start when none did, now while one waits for an answer. Hooks do not count. */
  lastContactAt(): number
  /** Refuses new work, lets calls under way be answered for `CLOSE_GRACE_MS`, then frees the port. */
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'

/** The core's one loopback server. `port-in-use` names the holder where the machine tells it. */
export async function startServer(parts: ServerParts): Promise<Outcome<RunningServer>> {
  const refusals = createRefusals((reason) => parts.log.warn({ reason }, 'request refused; later ones only counted'))
  let hosts: ReadonlySet<string> = new Set()
  let lastContact = Date.now()
  let calls = 0
  const contact = (): void => void (lastContact = Date.now())
  const called = (): (() => void) => {
    calls += 1
    return () => {
      calls -= 1
      contact()
    }
  }
  const shared = { ...parts, refusals, hosts: () => hosts, contact, called }
  const websockets = createWebSocketEnd(shared)

  const timeouts = parts.timeouts ?? { headers: HEADERS_TIMEOUT_MS, request: REQUEST_TIMEOUT_MS }
  const server = createServer({
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(1_000, timeouts.headers),
  })
  server.maxConnections = CONNECTION_LIMIT
  server.on('request', createRouter(shared))
  server.on('upgrade', (request, stream, head) => websockets.upgrade(request, stream, head))
  server.on('drop', () => refusals.count('too-many-connections'))
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => answerBroken(error, stream, refusals))

  const listening = await listen(server, parts.port)
  if (!listening.ok) return listening
  const port = listening.value
  hosts = loopbackHosts(port)
  server.on('error', (error) => parts.log.error({ err: error }, 'server error'))

  let closed: Promise<void> | null = null
  return success({
    url: `http://${LOOPBACK}:${port}`,
    port,
    refusals: () => refusals.all(),
    connections: () => websockets.count(),
    lastContactAt: () => (calls > 0 ? Date.now() : lastContact),
    close: () => (closed ??= Promise.all([websockets.close(), closeServer(server)]).then(() => undefined)),
  })
}

async function listen(server: Server, port: number): Promise<Outcome<number>> {
  try {
    server.listen({ host: LOOPBACK, port })
    await once(server, 'listening')
  } catch (error) {
    return describeListenError(error as NodeJS.ErrnoException, port)
  }
  const address = server.address()
  return success(typeof address === 'object' && address ? address.port : port)
}

async function describeListenError(error: NodeJS.ErrnoException, port: number): Promise<Outcome<never>> {
  if (error.code !== 'EADDRINUSE') {
    const cause = `${LOOPBACK} cannot be listened on (${error.code ?? error.message})`
    return failure('port-refused', `port ${port}`, cause, 'give another one with --port, or 0 for any free one')
  }
  const holder = await portHolder(port)
  const by = holder ? ` by ${holder.program} (pid ${holder.pid})` : ''
  const remedy = 'end that program, or give another port with --port (0 for any free one)'
  return failure('port-in-use', `port ${port}`, `it is in use${by}`, remedy)
}

/** What never became a request: too slow, or not HTTP. */
function answerBroken(error: NodeJS.ErrnoException, stream: Duplex, refusals: Refusals): void {
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
