import { homedir } from 'node:os'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { SeriesBook } from '../series/book.ts'
import { seriesReport } from '../series/report.ts'
import { seriesView } from '../series/views.ts'
import type { AccessHandlers } from '../server/access-handlers.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { Store } from '../store/types.ts'
import { refuseBadRules } from '../alerts/rules.ts'
import type { AlertDesk } from './alert-desk.ts'
import { alertHandlers } from './alert-handlers.ts'
import { checkpointHandlers } from './checkpoint-handlers.ts'
import type { DiscoveryDesk } from './discovery-desk.ts'
import { economyHandlers } from './economy-handlers.ts'
import type { LimitsDesk } from './limits-desk.ts'
import { readLog } from './log-files.ts'
import type { NoticeDesk } from './notice-desk.ts'
import { version } from '../package/files.ts'
import type { ObservedDesk } from './observed-desk.ts'
import type { PriceDesk } from './price-desk.ts'
import { projectHandlers } from './project-handlers.ts'
import type { SettingsDesk } from './settings.ts'
import type { TelemetryDesk } from './telemetry-desk.ts'
import { timelineHandlers } from './timeline-handlers.ts'
import { listPrice, usageHandlers } from './usage-handlers.ts'
import { usageRequestHandlers } from './usage-request-handlers.ts'
import type { Views } from './view-of.ts'

export interface HandlerParts {
  store: Store
  book: SeriesBook
  dataDir: string
  startedAt: Date
  /** Of sessions whose starter has none of its own. */
  env: Record<string, string>
  views: Views
  settings: SettingsDesk
  notices: NoticeDesk
  access: AccessHandlers
  telemetry: Pick<TelemetryDesk, 'state'> | null
  alerts: AlertDesk
  discovery: DiscoveryDesk
  observed: ObservedDesk
  prices: Pick<PriceDesk, 'handlers'>
  limits: LimitsDesk
  close(): void
}

/** Ends the core only after the answer to `core.quit` is on its way, ms. */
const QUIT_DELAY_MS = 50

/** What clients ask, answered by the rooms. */
export function createHandlers(parts: HandlerParts): RpcHandlers {
  const { store, book, dataDir, views, settings, notices } = parts

  return {
    'core.status': async () =>
      success({
        version: version(),
        pid: process.pid,
        dataDir,
        startedAt: parts.startedAt.toISOString(),
        series: await views.allSeries(),
        sessions: await views.allSessions(),
      }),
    'core.quit': async ({ force }) => {
      if (book.busy && !force) {
        const cause = 'a series runs or a session lives in it'
        return failure(
          'core-busy',
          'baton core',
          cause,
          'pause or stop the series first, or `baton quit --force` to checkpoint and pause them',
        )
      }
      await book.pauseAll()
      setTimeout(parts.close, QUIT_DELAY_MS)
      return success({ said: 'The core ends.' })
    },
    'series.run': (request) => book.run({ ...request, env: request.env ?? parts.env }),
    'series.list': async () => success(await views.allSeries()),
    'series.get': async ({ id }) => {
      const row = await book.find(id)
      return row.ok ? success(await seriesView(store, row.value, book.driver(row.value.id))) : row
    },
    'series.report': async ({ id }) => {
      const row = await book.find(id)
      return row.ok ? success(await seriesReport(store, row.value)) : row
    },
    'series.pause': ({ id }) => book.command(id, 'pause'),
    'series.resume': ({ id }) => book.command(id, 'resume'),
    'series.checkpoint': ({ id }) => book.command(id, 'checkpoint'),
    'series.cycle': ({ id }) => book.command(id, 'cycle'),
    'series.stop': ({ id }) => book.command(id, 'stop'),
    'series.interrupt': ({ id, now }) => book.command(id, now ? 'interrupt-now' : 'interrupt'),
    'session.list': async () => success(await views.allSessions()),
    'settings.get': async () => success(settings.state()),
    'settings.set': async ({ settings: wanted, revision }) => {
      const fit = refuseBadRules(wanted.alerts, settings.state().settings.alerts)
      return fit.ok ? settings.set(wanted, revision) : fit
    },
    'notice.seen': async ({ ids }) => {
      notices.seen(ids)
      return success({ said: 'Seen.' })
    },
    ...checkpointHandlers(store, book),
    ...timelineHandlers(store, book),
    ...projectHandlers({ store, dataDir, home: parts.env['HOME'] ?? homedir() }),
    ...parts.access,
    'telemetry.state': async () => success((await parts.telemetry?.state()) ?? null),
    ...usageHandlers({ store, settings: () => settings.state().settings, priceOf: listPrice, now: () => Date.now() }),
    'telemetry.sessions': async ({ limit }) => success(await store.telemetrySessions(limit)),
    ...usageRequestHandlers(store),
    ...economyHandlers({ store, book, now: () => Date.now() }),
    ...parts.limits.handlers,
    ...parts.prices.handlers,
    ...parts.discovery.handlers,
    ...parts.observed.handlers,
    ...alertHandlers({ store, desk: parts.alerts, settings: () => settings.state().settings }),
    'logs.read': async ({ id, lines }): Promise<Outcome<{ lines: string[] }>> =>
      success({ lines: readLog({ dir: path.join(dataDir, 'logs'), lines, id }) }),
  }
}
