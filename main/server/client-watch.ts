import type { CoreAddress } from './client-call.ts'
import { openSocket } from './client-socket.ts'
import type { NoticeReader, Watch, WatchHandlers } from './types.ts'

/** The board of a core over a websocket of its own. A missed change asks for the board anew. */
export function watchCore(address: CoreAddress, kind: NoticeReader['kind'], handlers: WatchHandlers): Watch {
  /** Number of the next change; null: the board is awaited. */
  let next: number | null = null
  const socket = openSocket(address, {
    message(message) {
      if (message.type === 'notify') return handlers.notify(message.notice)
      if (message.type === 'board') {
        next = 1
        return handlers.board(message.board)
      }
      if (message.type !== 'change' || next === null) return
      if (message.seq !== next) return ask()
      next += 1
      handlers.change(message.change)
    },
    closed: (why) => handlers.closed(why),
  })
  const ask = () => {
    next = null
    socket.send({ type: 'watch', kind })
  }
  ask()
  return {
    looking: (seriesIds) => socket.send({ type: 'looking', seriesIds: [...seriesIds] }),
    close: () => socket.close(),
  }
}
