import { z } from 'zod'
import { Notice } from './notice.ts'
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
})
export type Board = z.infer<typeof Board>

/** One part of the board as it stands now; replaces what the client had of the same id. */
export const BoardChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('series'), view: SeriesView }),
  z.object({ kind: z.literal('session'), view: SessionView }),
  z.object({ kind: z.literal('notice'), notice: Notice }),
  z.object({ kind: z.literal('settings'), settings: SettingsState }),
])
export type BoardChange = z.infer<typeof BoardChange>
