import type { Board, BoardChange } from '../../contract/board.ts'
import type { PlanLimit } from '../../contract/forecast.ts'
import type { Notice } from '../../contract/notice.ts'
import type { SeriesView } from '../../contract/series.ts'
import type { SettingsState } from '../../contract/settings.ts'

/** What the shell knows of the board: series, settings and limits of plans, as they were told last. */
export interface KnownBoard {
  series: readonly SeriesView[]
  /** Null until the core told them. */
  settings: SettingsState | null
  limits: readonly PlanLimit[]
}

export interface BoardKeeper {
  known(): KnownBoard
  replace(board: Board): void
  /** The notice that a person has seen by now, if that is what changed. */
  change(change: BoardChange): Notice | null
}

export function keepBoard(): BoardKeeper {
  let series = new Map<string, SeriesView>()
  let settings: SettingsState | null = null
  let limits: readonly PlanLimit[] = []
  return {
    known: () => ({ series: [...series.values()], settings, limits }),
    replace(board) {
      series = new Map(board.series.map((view) => [view.id, view]))
      settings = board.settings
      limits = board.limits
    },
    change(change) {
      if (change.kind === 'series') series.set(change.view.id, change.view)
      else if (change.kind === 'settings') settings = change.settings
      else if (change.kind === 'limits') limits = change.limits
      return change.kind === 'notice' && change.notice.seen ? change.notice : null
    },
  }
}

export function liveSessions({ series }: KnownBoard): number {
  return series.filter(({ session }) => session?.live === true).length
}
