import type { SeriesView } from '../../contract/series.ts'
import type { Settings } from '../../contract/settings.ts'
import { version } from '../package/files.ts'
import type { SeriesMark, Store } from '../store/types.ts'
import { createBoundedLedger } from '../telemetry/prometheus/bounded-ledger.ts'
import type { HostedFigures, MetricsInput } from '../telemetry/prometheus/input.ts'
import { seriesLabels } from '../telemetry/prometheus/label-names.ts'
import { createCycleTally } from './cycle-tally.ts'
import { createTelemetryFigures, type TelemetryParts } from './telemetry-figures.ts'
import type { Views } from './view-of.ts'

/** Series with figures of their own in one answer, the newest; more cost Prometheus dearly and say little. */
const SERIES_SHOWN = 200

export interface MeasuringParts extends TelemetryParts {
  store: Pick<Store, 'seriesMarks' | 'toldEventsAfter' | 'launches' | 'ledgerTotals'>
  views: Pick<Views, 'series'>
  settings(): Settings
}

/** Reads all that `/metrics` tells from the store, the board and the receiver. Calls follow one another. */
export function createMeasuring(parts: MeasuringParts): () => Promise<MetricsInput> {
  const { store } = parts
  const tally = createCycleTally(store)
  const ledger = createBoundedLedger()
  const telemetryFigures = createTelemetryFigures(parts)
  return async () => {
    const marks = await store.seriesMarks()
    const [cycles, views, totals, telemetry] = await Promise.all([
      tally.upTo(marks),
      shownViews(marks, parts),
      store.ledgerTotals(),
      telemetryFigures(),
    ])
    const { metricsNames } = parts.settings().telemetry
    return {
      version: version(),
      sessions: sessionsOf(views),
      series: countsOf(marks),
      hosted: views.map((view) => hostedFigures(view, metricsNames)),
      ledger: ledger(totals),
      cycles,
      telemetry,
    }
  }
}

/** Those that run or have a process, newest first: ids rise with time. */
async function shownViews(marks: readonly SeriesMark[], { store, views }: MeasuringParts): Promise<SeriesView[]> {
  const live = await store.launches({ live: true })
  const running = marks.filter(({ status }) => status === 'running').map(({ id }) => id)
  const ids = [...new Set([...live.map(({ seriesId }) => seriesId), ...running])].toSorted().toReversed()
  const shown = await Promise.all(ids.slice(0, SERIES_SHOWN).map((id) => views.series(id)))
  return shown.filter((view) => view !== null)
}

function countsOf(marks: readonly SeriesMark[]): MetricsInput['series'] {
  const counts = { running: 0, waiting: 0, paused: 0, 'needs-attention': 0, completed: 0, stopped: 0, failed: 0 }
  for (const { status } of marks) counts[status] += 1
  return counts
}

function sessionsOf(views: readonly SeriesView[]): MetricsInput['sessions'] {
  const counts = { busy: 0, idle: 0, waiting: 0, unknown: 0 }
  for (const { session } of views) if (session?.live === true && session.state !== 'ended') counts[session.state] += 1
  return counts
}

function hostedFigures(view: SeriesView, names: boolean): HostedFigures {
  const session = view.session?.live === true ? view.session : null
  const percent = session?.context?.percent ?? null
  return {
    ...seriesLabels(view, names),
    contextTokens: session?.context?.used ?? null,
    contextRatio: percent === null ? null : percent / 100,
    captured: session?.captured ?? null,
    activeAt:
      view.status === 'running'
        ? Math.max(Date.parse(view.updatedAt), Date.parse(session?.context?.at ?? view.updatedAt))
        : null,
  }
}
