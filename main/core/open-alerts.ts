import type { SpendForecast } from '../../contract/forecast.ts'
import type { Settings } from '../../contract/settings.ts'
import type { SeriesBook } from '../series/book.ts'
import type { Store } from '../store/types.ts'
import { openAlertDesk, type AlertDesk } from './alert-desk.ts'
import { createFacts, type FactParts } from './alert-facts.ts'
import type { NoticeDesk } from './notice-desk.ts'
import type { Views } from './view-of.ts'

/** A forecast of the day is made anew so often, ms: it rests on weeks of hours. */
const SPEND_MS = 60_000

export interface AlertRoomParts extends Pick<FactParts, 'observed' | 'scan' | 'limits'> {
  store: Store
  dataDir: string
  env: Record<string, string>
  settings(): Settings
  notices: NoticeDesk
  views: Views
  book: Pick<SeriesBook, 'driver'>
  spend(): Promise<SpendForecast[]>
  changed(): void
  fault(error: unknown): void
}

/** The alerts over this core's own series, sessions and store. */
export async function openAlerts(parts: AlertRoomParts): Promise<AlertDesk> {
  let wokeAt = 0
  let spent: { at: number; forecasts: Promise<SpendForecast[]> } | null = null
  const spend = (): Promise<SpendForecast[]> => {
    if (spent === null || Date.now() - spent.at > SPEND_MS) spent = { at: Date.now(), forecasts: parts.spend() }
    return spent.forecasts
  }
  const facts = createFacts({
    ...parts,
    view: parts.views.series,
    lastSignAt: (seriesId) => parts.book.driver(seriesId)?.state.launch?.lastSignalAt ?? null,
    wokeAt: () => wokeAt,
    begunAt: Date.now(),
    spend,
  })
  const desk = await openAlertDesk({ ...parts, facts })
  return {
    ...desk,
    woke() {
      wokeAt = Date.now()
      desk.woke()
    },
  }
}
