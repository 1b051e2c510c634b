import { create } from 'zustand'
import type { Notice } from '../../contract/notice.ts'
import type { SeriesView } from '../../contract/series.ts'
import type { SettingsState } from '../../contract/settings.ts'
import type { PageClient, Subscription } from '../client/types.ts'
import { type BoardState, EMPTY_BOARD } from './board-state.ts'
import { gatherBoard } from './gathered-board.ts'

export const useBoard = create<BoardState>()(() => EMPTY_BOARD)

/** Feeds the board from the core. `notify` is called for what this page alone shall show to the person. */
export function watchBoard(client: PageClient, notify: (notice: Notice) => void): Subscription {
  const gathered = gatherBoard((state) => useBoard.setState(state, true), Date.now)
  const watch = client.watch({ board: gathered.board, change: gathered.change, notify })
  return {
    close() {
      watch.close()
      gathered.close()
    },
  }
}

export function useSeries(id: string): SeriesView | null {
  return useBoard((state) => state.series.get(id) ?? null)
}

export function useSettings(): SettingsState | null {
  return useBoard((state) => state.settings)
}
