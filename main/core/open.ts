import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { describeProblem, failure, success, type Outcome } from '../../contract/problem.ts'
import { removeStaleLaunches } from '../agents/claude/launch.ts'
import { SeriesBook } from '../series/book.ts'
import { createLauncher, launchesDir } from '../series/launcher.ts'
import type { TransitionProbe } from '../series/driver/ports.ts'
import { TIMING, type Timing } from '../series/timing.ts'
import { accessHandlers } from '../server/access-handlers.ts'
import { createFollowHub } from '../server/follow-hub.ts'
import { openGrants } from '../server/grants.ts'
import { memoryClient } from '../server/memory-client.ts'
import type { Remote } from '../server/remote.ts'
import { startServer, type RunningServer } from '../server/server.ts'
import type { CoreClient } from '../server/types.ts'
import { watchSleep } from '../sessions/sleep-watch.ts'
import { acquireCoreLock } from '../store/lock.ts'
import { openStore } from '../store/open.ts'
import { endedScreens } from './ended-screens.ts'
import { createHandlers } from './handlers.ts'
import { createHookReceiver } from './hook-receiver.ts'
import { hooksSettingOf } from './hooks-setting.ts'
import { watchIdle } from './idle.ts'
import { openLog } from './log.ts'
import { assetsFolder, packageFolder, version } from './package-files.ts'
import { createTerminals } from './terminals.ts'
import { viewOf } from './view-of.ts'

/** 256 bits, new at each start. */
const TOKEN_BYTES = 32

export interface CoreOptions {
  dataDir: string
  /** Null: no server; the core serves this process alone. `remote`: as `prepareRemote` gives it. */
  serve: { port: number; remote?: Remote | null } | null
  /** Whether series that ran go on. */
  recover: boolean
  /** The core ends this long after its last series and client; null: when it is told to. */
  idleExitMs: number | null
  /** What series are started with that go on without a caller. */
  env: NodeJS.ProcessEnv
  /** For tests: other waits, and who looks on at transitions. */
  timing?: Partial<Timing>
  probe?: TransitionProbe
}

export interface RunningCore {
  client: CoreClient
  url: string | null
  token: string | null
  /** Resolves when the core has closed, whoever closed it. */
  ended: Promise<void>
  close(): Promise<void>
}

/**
 * The composition root: builds the rooms, starts them from the ground up, and stops them from the top down.
 * Problems: those of the lock, the store and the server.
 */
export async function openCore(options: CoreOptions): Promise<Outcome<RunningCore>> {
  const { dataDir, serve } = options
  const env = plain(options.env)
  const lock = await acquireCoreLock({ dir: dataDir, version: version() })
  if (!lock.ok) return lock
  const opened = await openStore({ dir: dataDir })
  if (!opened.ok) {
    await lock.value.release()
    return opened
  }
  const held = lock.value
  const store = opened.value
  const log = openLog({ dir: path.join(dataDir, 'logs') })
  const { logger } = log
  const fault = (error: unknown, context: object = {}): void =>
    logger.error({ err: error, ...context }, 'a fault of Baton')
  const startedAt = new Date()
  const closed = Promise.withResolvers<void>()
  const listening: { server: RunningServer | null } = { server: null }
  let closing: Promise<void> | null = null

  const screens = endedScreens(path.join(dataDir, 'screens'), fault)
  const launcher = createLauncher({
    store,
    dataDir,
    pluginDir: path.join(assetsFolder(), 'plugin'),
    hookBase: () => listening.server?.url ?? failNoServer(),
    hide: log.hide,
    lastScreen: screens.keep,
  })
  const book: SeriesBook = new SeriesBook({
    store,
    dataDir,
    env,
    timing: { ...TIMING, ...options.timing },
    now: () => Date.now(),
    launcher,
    changed: (id) => hub.changed(id),
    event: (event) => logger.info({ event }, event.type),
    problem: (problem, context) => logger.warn({ ...context, problem }, describeProblem(problem)),
    fault,
    hooksSetting: hooksSettingOf,
    probe: options.probe,
  })
  const hub = createFollowHub(
    {
      // A follower that is still there when the core closes gets no more; the store is closing too.
      events: async (id, afterSeq, limit) => (closing === null ? store.events(id, afterSeq, limit) : []),
      view: async (id) => (closing === null ? viewOf(store, book, id) : null),
    },
    fault,
  )
  const terminals = createTerminals(book, store, screens)
  const grants = await openGrants({ dataDir: serve === null ? null : dataDir, log: logger })
  const handlers = {
    ...createHandlers({ store, book, dataDir, startedAt, env, close: () => void close() }),
    ...accessHandlers(grants, () => listening.server?.pageUrl ?? null),
  }

  if (serve !== null) {
    const controlToken = randomBytes(TOKEN_BYTES).toString('base64url')
    log.hide(controlToken)
    const started = await startServer({
      port: serve.port,
      controlToken,
      version: version(),
      handlers,
      hooks: createHookReceiver(book, launcher.tokenOf, logger),
      follow: hub,
      terminals,
      grants,
      ui: path.join(packageFolder(), 'dist', 'ui'),
      remote: serve.remote ?? null,
      health: () => ({ ready: true, version: version(), refusals: listening.server?.refusals() ?? {} }),
      log: logger,
    })
    if (!started.ok) {
      await stop()
      return started
    }
    listening.server = started.value
    await held.publish({ url: started.value.url, token: controlToken })
  }
  if (options.recover) await removeStaleLaunches(launchesDir(dataDir), [])
  await book.open(options.recover && serve !== null)
  const sleep = watchSleep({ onWake: (ms) => book.woke(ms) })
  const idle = watchIdle(
    options.idleExitMs,
    book,
    () => listening.server,
    () => void close(),
  )
  logger.info({ dataDir, url: listening.server?.url ?? null, version: version() }, 'core started')

  async function stop(): Promise<void> {
    if (listening.server !== null) await held.withdraw()
    await listening.server?.close()
    await book.close()
    await screens.close()
    await store.close()
    await held.release()
    await log.close()
  }

  function close(): Promise<void> {
    closing ??= (async () => {
      sleep.stop()
      idle.stop()
      logger.info('core ends')
      await stop()
      closed.resolve()
    })()
    return closing
  }

  const server = listening.server
  return success({
    client: memoryClient({ handlers, follow: hub, terminals, fault }),
    url: server?.url ?? null,
    token: held.record.token,
    ended: closed.promise,
    close,
  })
}

function failNoServer(): never {
  const { problem } = failure('no-server', 'core', 'it has no server for hooks', 'start the series through `baton run`')
  throw new Error(describeProblem(problem))
}

/** A process environment as plain strings. */
function plain(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
