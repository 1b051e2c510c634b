import type { ServerMessage } from '../../contract/frames.ts'
import { createPageBoard } from './page-board.ts'
import { createPageCalls } from './page-calls.ts'
import { createPageConnection } from './page-connection.ts'
import type { OpenChannel, PageClientOptions } from './page-connection.ts'
import { createPageFollows } from './page-follows.ts'
import { createPageTerminals } from './page-terminals.ts'
import type { PageClient } from './types.ts'

/** The core at the other end of the channels that `open` gives, one after the other. It is tried at once. */
export function createPageClient(open: OpenChannel, options: PageClientOptions = {}): PageClient {
  const connection = createPageConnection(open, options, {
    message: (message) => read(message),
    frame: (kind, channel, bytes) => terminals.frame(kind, channel, bytes),
    opened() {
      board.opened()
      follows.opened()
      terminals.opened()
      calls.opened()
    },
    lost() {
      terminals.lost()
      calls.lost()
    },
  })
  const { send } = connection
  /** Null: the first connection is still being made. */
  const stands = () => (connection.state().status === 'connecting' ? null : connection.state().status === 'open')
  const mayWrite = () => {
    const state = connection.state()
    return state.status === 'open' ? state.role === 'control' : stands()
  }
  const calls = createPageCalls(send, stands)
  const board = createPageBoard(send)
  const follows = createPageFollows(send)
  const terminals = createPageTerminals({ send, input: connection.input, mayWrite })

  const read = (message: ServerMessage): void => {
    switch (message.type) {
      case 'answer':
        return calls.answered(message.id, message.outcome)
      case 'board':
      case 'change':
      case 'notify':
        return board.message(message)
      case 'event':
      case 'view':
      case 'unfollowed':
        return follows.message(message)
      case 'attached':
      case 'resized':
      case 'detached':
        return terminals.message(message)
      case 'refused':
        return refused(message)
      case 'hello':
      case 'pong':
    }
  }

  // One that names nothing is counted by the core and shown to nobody: a page asks for nothing that it may not do.
  const refused = ({ why, channel, seriesId }: ServerMessage & { type: 'refused' }): void => {
    if (channel !== undefined) terminals.message({ type: 'detached', channel, why })
    if (seriesId !== undefined) follows.message({ type: 'unfollowed', seriesId, why })
  }

  connection.retry()
  return {
    connection: connection.state,
    onConnection: connection.listen,
    retry: connection.retry,
    call: calls.call,
    watch: board.watch,
    looking: board.looking,
    follow: follows.follow,
    attach: terminals.attach,
    close: connection.close,
  }
}
