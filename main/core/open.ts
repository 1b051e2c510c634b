import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { describeProblem, success, type Outcome, type Problem } from '../../contract/problem.ts'
import { removeStaleLaunches } from '../agents/claude/launch.ts'
import { SeriesBook } from '../series/book.ts'
import { launchesDir } from '../series/launcher.ts'
import { TIMING } from '../series/timing.ts'
import { accessHandlers } from '../server/access-handlers.ts'
import { createFollowHub } from '../server/follow-hub.ts'
import { openGrants } from '../server/grants.ts'
import { memoryClient } from '../server/memory-client.ts'
import { createRefusals } from '../server/refusals.ts'
import { serveChannel } from '../server/serve-channel.ts'
import { startServer, type RunningServer } from '../server/server.ts'
import { watchSleep } from '../sessions/sleep-watch.ts'
import { acquireCoreLock } from '../store/lock.ts'
import { openStore } from '../store/open.ts'
import { createBoard, type BoardHub, type BoardParts } from './board.ts'
import { createCoreLauncher } from './core-launcher.ts'
import { createDiscoveryDesk } from './discovery-desk.ts'
import { endedScreens } from './ended-screens.ts'
import { spendNow } from './economy-handlers.ts'
import { createHandlers } from './handlers.ts'
import { createHookReceiver } from './hook-receiver.ts'
import { hooksSettingOf } from './hooks-setting.ts'
import { watchIdle } from './idle.ts'
import { openLimitsDesk } from './limits-desk.ts'
import { openLog } from './log.ts'
import { openAlerts } from './open-alerts.ts'
import { createMetrics } from './metrics.ts'
import { createNoticeDesk } from './notice-desk.ts'
import { packageFolder, version } from '../package/files.ts'
import { createObservedDesk } from './observed-desk.ts'
import { createPriceDesk } from './price-desk.ts'
import { openSettings } from './settings.ts'
import { openTelemetryDesk, type TelemetryDesk } from './telemetry-desk.ts'
import { createTerminals } from './terminals.ts'
import type { CoreOptions, RunningCore } from './types.ts'
import { createViews } from './view-of.ts'

/** 256 bits, new at each start. */
const TOKEN_BYTES = 32
/** Sessions that are over and still stand on the board; `session.list` has all. */
const BOARD_SESSIONS = 200

export type { CoreOptions, CoreStatus, RunningCore } from './types.ts'

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
  const launcher = createCoreLauncher({
    store,
    dataDir,
    url: () => listening.server?.url ?? null,
    otlpEndpoint: () => telemetry?.hostedEndpoint() ?? null,
    telemetry: () => settings.state().settings.telemetry,
    log,
    lastScreen: screens.keep,
  })
  const settings = await openSettings({
    dataDir,
    applied: (before, after) => {
      telemetry?.follow(before, after)
      discovery.follow(before, after)
      prices.follow(before, after)
      alerts.changed()
      void book.followSettings(before, after).catch(fault)
    },
    changed: () => board.settingsChanged(),
    fault,
  })
  const problem = (problem: Problem, context: object = {}): void =>
    logger.warn({ ...context, problem }, describeProblem(problem))
  const prices = createPriceDesk({
    store,
    dataDir,
    settings: () => settings.state().settings,
    changed: () => board.machineChanged('observed'),
    fault,
  })
  const discovery = createDiscoveryDesk({
    store,
    mode: options.discovery ?? (serve === null ? 'asked' : 'on'),
    env,
    settings: () => settings.state().settings,
    startedAt,
    changed: () => board.machineChanged('scan'),
    fault,
  })
  const telemetry: TelemetryDesk | null =
    options.telemetry === null
      ? null
      : await openTelemetryDesk({
          store,
          dataDir,
          env,
          settings: () => settings.state().settings,
          ports: options.telemetry,
          problem,
          fault,
        })
  const limits = await openLimitsDesk({
    store,
    now: () => Date.now(),
    changed: () => board.machineChanged('limits'),
    fault,
  })
  discovery.onSessions(limits.look)
  const book: SeriesBook = new SeriesBook({
    store,
    dataDir,
    env,
    timing: { ...TIMING, ...options.timing },
    now: () => Date.now(),
    launcher,
    changed: (id) => {
      hub.changed(id)
      board.seriesChanged(id)
      alerts.changed()
    },
    event: (event, seq) => {
      logger.info({ event }, event.type)
      notices.event({ seq, event })
      telemetry?.event(event)
    },
    problem,
    fault,
    hooksSetting: hooksSettingOf,
    limits: limits.told,
    probe: options.probe,
  })
  const views = createViews(store, book)
  const notices = createNoticeDesk({
    series: (id) => {
      const state = book.driver(id)?.state
      if (state === undefined) return null
      const { project, task, launch, hold } = state
      return { project, task, sessionId: launch?.sessionId ?? null, hold: hold?.kind ?? null }
    },
    settings: () => settings.state().settings.notifications,
    now: () => Date.now(),
    changed: (notice) => board.noticeChanged(notice),
    fault,
  })
  const observed = createObservedDesk({
    store,
    book,
    env,
    settings: () => settings.state().settings,
    discovery,
    changed: () => board.machineChanged('observed'),
    fault,
  })
  const machine: Pick<BoardParts, 'observed' | 'scan' | 'limits'> = {
    observed: observed.observed,
    scan: discovery.state,
    limits: limits.limits,
  }
  const alerts = await openAlerts({
    ...machine,
    store,
    dataDir,
    env,
    settings: () => settings.state().settings,
    notices,
    views,
    book,
    spend: () => spendNow(store, Date.now()),
    changed: () => board.machineChanged('alerts'),
    fault,
  })
  const board: BoardHub = createBoard({
    ...machine,
    series: views.allSeries,
    sessions: () => views.recentSessions(BOARD_SESSIONS),
    view: views.series,
    session: views.session,
    notices: notices.notices,
    settings: settings.state,
    alerts: alerts.count,
    fault,
  })
  const hub = createFollowHub(
    {
      // A follower that is still there when the core closes gets no more; the store is closing too.
      events: async (id, afterSeq, limit) => (closing === null ? store.events(id, afterSeq, limit) : []),
      view: async (id) => (closing === null ? views.series(id) : null),
    },
    fault,
  )
  const terminals = createTerminals(book, store, screens)
  const grants = await openGrants({ dataDir: serve === null ? null : dataDir, log: logger })
  const handlers = createHandlers({
    store,
    book,
    dataDir,
    startedAt,
    env,
    views,
    settings,
    notices,
    access: accessHandlers(grants, () => listening.server?.pageUrl ?? null),
    telemetry,
    alerts,
    discovery,
    observed,
    prices,
    limits,
    close: () => void close(),
  })
  const sources = { handlers, follow: hub, terminals, board, notices }

  const metrics = createMetrics({ store, views, telemetry, settings: () => settings.state().settings, fault })

  if (serve !== null) {
    const controlToken = randomBytes(TOKEN_BYTES).toString('base64url')
    log.hide(controlToken)
    const started = await startServer({
      port: serve.port,
      controlToken,
      version: version(),
      ...sources,
      hooks: createHookReceiver(book, launcher.tokenOf, logger),
      grants,
      ui: path.join(packageFolder(), 'dist', 'ui'),
      remote: serve.remote ?? null,
      health: () => ({ ready: true, version: version(), refusals: listening.server?.refusals() ?? {} }),
      metrics: metrics.text,
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
  if (serve !== null) alerts.begin()
  discovery.begin()
  if (serve !== null) prices.begin()
  if (serve !== null && options.discovery !== 'off') observed.begin()
  const sleep = watchSleep({
    onWake: (ms) => {
      book.woke(ms)
      alerts.woke()
    },
  })
  const idle = watchIdle(
    options.idleExitMs,
    book,
    () => listening.server,
    () => void close(),
  )
  logger.info({ dataDir, url: listening.server?.url ?? null, version: version() }, 'core started')

  async function stop(): Promise<void> {
    settings.close()
    board.close()
    if (listening.server !== null) await held.withdraw()
    await listening.server?.close()
    await alerts.close()
    await observed.close()
    await book.close()
    // Sessions that end tell the last of what they did.
    await telemetry?.close()
    await discovery.close()
    await prices.close()
    limits.close()
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
  const refusals = createRefusals((reason) => logger.warn({ reason }, 'message refused; later ones only counted'))
  return success({
    client: memoryClient({ ...sources, fault }),
    url: server?.url ?? null,
    token: held.record.token,
    receivers: telemetry?.receivers() ?? [],
    serve: (channel, access) =>
      serveChannel(channel, access, { ...sources, version: version(), refusals, log: logger, ...UNCOUNTED }),
    status: () => ({ busy: book.busy, running: book.going }),
    ended: closed.promise,
    close,
  })
}

/** A client of this process keeps it alive itself. */
const UNCOUNTED = { contact: (): void => {}, called: () => (): void => {} }

/** A process environment as plain strings. */
function plain(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
