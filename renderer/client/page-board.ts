import { LOOKING_LIMIT } from '../../contract/frames.ts'
import type { ClientMessage, ServerMessage } from '../../contract/frames.ts'
import type { BoardHandlers, Subscription } from './types.ts'

export interface PageBoard {
  watch(handlers: BoardHandlers): Subscription
  looking(seriesIds: readonly string[]): void
  message(message: ServerMessage & { type: 'board' | 'change' | 'notify' }): void
  opened(): void
}

/** The board as the core tells it: after a missed change nothing is told until the board has come anew. */
export function createPageBoard(send: (message: ClientMessage) => void): PageBoard {
  const watchers = new Set<BoardHandlers>()
  /** Number of the next change; null: the board is awaited. */
  let next: number | null = null
  let lookingAt: string[] = []

  const ask = () => {
    next = null
    send({ type: 'watch', kind: 'page' })
  }
  const read = (message: ServerMessage & { type: 'board' | 'change' }) => {
    if (message.type === 'board') {
      next = 1
      for (const { board } of watchers) board(message.board)
      return
    }
    // The first change of a board that never came.
    if (next === null && message.seq === 1) return ask()
    if (next === null) return
    if (message.seq !== next) return ask()
    next += 1
    for (const { change } of watchers) change(message.change)
  }

  return {
    watch(handlers) {
      watchers.add(handlers)
      ask()
      return { close: () => void watchers.delete(handlers) }
    },
    looking(seriesIds) {
      lookingAt = seriesIds.slice(0, LOOKING_LIMIT)
      send({ type: 'looking', seriesIds: lookingAt })
    },
    message(message) {
      if (message.type !== 'notify') return read(message)
      // One of them shows it: a notice is shown once.
      const [first] = watchers
      first?.notify(message.notice)
    },
    opened() {
      if (watchers.size > 0) ask()
      send({ type: 'looking', seriesIds: lookingAt })
    },
  }
}
