import type { Board, BoardChange } from '../../contract/board.ts'
import type { BoardSource, Subscription } from './types.ts'

export interface WatchSink {
  board(board: Board): void
  change(change: BoardChange): void
  drained(): Promise<void>
}

/** The board and its changes; nothing is heard after `close`, whatever the source still has under way. */
export function startWatch(source: BoardSource, sink: WatchSink): Subscription {
  let over = false
  const subscription = source.watch({
    board(board) {
      if (!over) sink.board(board)
    },
    change(change) {
      if (!over) sink.change(change)
    },
    drained: () => (over ? Promise.resolve() : sink.drained()),
  })
  return {
    close() {
      over = true
      subscription.close()
    },
  }
}
