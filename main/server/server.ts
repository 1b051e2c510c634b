import type { Logger } from 'pino'
import { success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { Grants } from './grants.ts'
import { createRouter } from './http-routes.ts'
import { CONNECTION_LIMIT } from './limits.ts'
import { openListener } from './listener.ts'
import type { Listener, ListenerParts } from './listener.ts'
import { createRefusals } from './refusals.ts'
import type { Remote } from './remote.ts'
import { loopbackSite, originOf, remoteSite } from './site.ts'
import type { Site } from './site.ts'
import type {
  BoardSource,
  FollowSource,
  Health,
  HookReceiver,
  NoticeSource,
  RpcHandlers,
  TerminalSource,
} from './types.ts'
import { createUiFiles } from './ui-files.ts'
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
  /** Browsers that are let in. Their list is written when the server closes. */
  grants: Grants
  /** The folder of the built page; null: none is given out. */
  ui: string | null
  /** Another address that is listened to, over TLS or on IPv6's loopback; from `prepareRemote`. */
  remote: Remote | null
  health(): Health
  metrics(accept: string | undefined): Promise<{ type: string; text: string }>
  log: Logger
  /** How long a client may take to send headers, and a whole request; for tests. Milliseconds. */
  timeouts?: { headers: number; request: number }
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>`: hooks, commands and pages of this machine. */
  url: string
  port: number
  /** Where a browser opens the page: as `url`, or the remote address. */
  pageUrl: string
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
/** Whoever floods the remote address takes no connection from hooks and commands. */
const REMOTE_CONNECTION_LIMIT = 128

/** The core's one server: on loopback for all, and for browsers at the remote address if there is one. */
export async function startServer(parts: ServerParts): Promise<Outcome<RunningServer>> {
  const { log, remote, timeouts } = parts
  const refusals = createRefusals((reason) => log.warn({ reason }, 'request refused; later ones only counted'))
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
  const files = parts.ui === null ? null : createUiFiles(parts.ui)
  const shared = { ...parts, files, refusals, contact, called }
  const websockets = createWebSocketEnd(shared)
  const open: Listener[] = []

  const listen = async (
    place: Pick<ListenerParts, 'address' | 'port' | 'tls' | 'maxConnections'>,
    siteOf: (port: number) => Site,
  ): Promise<Outcome<Site>> => {
    const fault = (error: Error): void => log.error({ err: error }, 'server error')
    const opened = await openListener({ ...place, timeouts, refusals, fault })
    if (!opened.ok) {
      await Promise.all(open.map((listener) => listener.close()))
      return opened
    }
    const site = siteOf(opened.value.port)
    open.push(opened.value)
    opened.value.serve({
      request: createRouter(shared, site),
      upgrade: (request, stream, head) => websockets.upgrade(site, request, stream, head),
    })
    return success(site)
  }

  // First, so that it has the port where both would have the same address; then the plain one takes a free one.
  const away = remote && (await listen(remotePlace(remote, parts.port), (port) => siteAt(remote, port)))
  if (away?.ok === false) return away
  const port = remote?.address === LOOPBACK ? 0 : parts.port
  const plain = { address: LOOPBACK, port, tls: null, maxConnections: CONNECTION_LIMIT }
  const home = await listen(plain, loopbackSite)
  if (!home.ok) return home

  const url = `http://${LOOPBACK}:${home.value.port}`
  const pageUrl = remote && away ? originOf(away.value, `${remote.pageName}:${away.value.port}`) : url
  if (pageUrl !== url) log.info({ pageUrl }, 'listens for browsers there, too')
  const close = async (): Promise<void> => {
    await Promise.all([websockets.close(), ...open.map((listener) => listener.close())])
    await parts.grants.flush()
  }
  let closed: Promise<void> | null = null
  return success({
    url,
    port: home.value.port,
    pageUrl,
    refusals: () => refusals.all(),
    connections: () => websockets.count(),
    lastContactAt: () => (calls > 0 ? Date.now() : lastContact),
    close: () => (closed ??= close()),
  })
}

function remotePlace({ address, tls }: Remote, port: number) {
  return { address, port, tls, maxConnections: REMOTE_CONNECTION_LIMIT }
}

function siteAt({ names, tls }: Remote, port: number): Site {
  return tls === null ? loopbackSite(port) : remoteSite(names, port)
}
