import { z } from 'zod'
import { AlertCount } from './alerts.ts'
import { PlanLimit } from './forecast.ts'
import { Notice } from './notice.ts'
import { ObservedSession, ScanState } from './observed.ts'
import { SeriesView, SessionView } from './series.ts'
import { SettingsState } from './settings.ts'

/** All that the core knows now, as a client sees it when it comes. */
export const Board = z.object({
  series: z.array(SeriesView),
  /** Every live session and the newest others, newest first; `session.list` has all. */
  sessions: z.array(SessionView),
  /** Newest first. */
  notices: z.array(Notice),
  settings: SettingsState,
  /** Sessions that Baton does not host: those that live, and those whose last line is younger than a day. Newest first, 100 at most. */
  observed: z.array(ObservedSession),
  scan: ScanState,
  limits: z.array(PlanLimit),
  alerts: AlertCount,
})
export type Board = z.infer<typeof Board>

/** One part of the board as it stands now; replaces what the client had of the same id. */
export const BoardChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('series'), view: SeriesView }),
  z.object({ kind: z.literal('session'), view: SessionView }),
  z.object({ kind: z.literal('notice'), notice: Notice }),
  z.object({ kind: z.literal('settings'), settings: SettingsState }),
  /** All of them anew: one that is missing is not on the board any more. */
  z.object({ kind: z.literal('observed'), observed: z.array(ObservedSession) }),
  z.object({ kind: z.literal('scan'), scan: ScanState }),
  z.object({ kind: z.literal('limits'), limits: z.array(PlanLimit) }),
  z.object({ kind: z.literal('alerts'), alerts: AlertCount }),
])
export type BoardChange = z.infer<typeof BoardChange>
