import type { Board, BoardChange } from '../../contract/board.ts'
import { type BoardState, boardArrived, boardChanged, EMPTY_BOARD } from './board-state.ts'

/**
 * The board is shown anew at most so often, ms: each time draws all that shows it, fifty busy sessions change it hundreds of
 * times a second, and ten times a second are live to the eye.
 */
const SHOW_MS = 100

export interface GatheredBoard {
  board(board: Board): void
  change(change: BoardChange): void
  close(): void
}

/** Takes the board and its changes as they come; a first change is shown at once, those close behind it together. */
export function gatherBoard(show: (state: BoardState) => void, now: () => number): GatheredBoard {
  let state = EMPTY_BOARD
  let unseen = false
  let timer: ReturnType<typeof setTimeout> | null = null

  const showNow = (): void => {
    unseen = false
    timer = setTimeout(rest, SHOW_MS)
    show(state)
  }
  const rest = (): void => {
    timer = null
    if (unseen) showNow()
  }
  return {
    board(board) {
      state = boardArrived(board, now())
      unseen = false
      show(state)
    },
    change(change) {
      state = boardChanged(state, change, now())
      unseen = true
      if (timer === null) showNow()
    },
    close() {
      clearTimeout(timer ?? undefined)
      timer = null
    },
  }
}
