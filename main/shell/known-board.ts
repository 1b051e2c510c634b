import type { Board, BoardChange } from '../../contract/board.ts'
import type { Notice } from '../../contract/notice.ts'
import type { SeriesView } from '../../contract/series.ts'
import type { SettingsState } from '../../contract/settings.ts'

/** What the shell knows of the board: series and settings, as they were told last. */
export interface KnownBoard {
  series: readonly SeriesView[]
  /** Null until the core told them. */
  settings: SettingsState | null
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
  return {
    known: () => ({ series: [...series.values()], settings }),
    replace(board) {
      series = new Map(board.series.map((view) => [view.id, view]))
      settings = board.settings
    },
    change(change) {
      if (change.kind === 'series') series.set(change.view.id, change.view)
      else if (change.kind === 'settings') settings = change.settings
      return change.kind === 'notice' && change.notice.seen ? change.notice : null
    },
  }
}

export function liveSessions({ series }: KnownBoard): number {
  return series.filter(({ session }) => session?.live === true).length
}
