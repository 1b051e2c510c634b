import { FrameKind } from '../../contract/frames.ts'
import type { ServerMessage } from '../../contract/frames.ts'
import { inputPieces } from '../../contract/input-pieces.ts'
import { callCore } from './client-call.ts'
import type { CoreAddress } from './client-call.ts'
import { openSocket } from './client-socket.ts'
import { watchCore } from './client-watch.ts'
import { atLeastOneCell } from './terminal-attachment.ts'
import type { AttachHandlers, CoreClient, FollowHandlers, Subscription, TerminalHandle, TerminalSize } from './types.ts'

/** The core behind a URL. Nothing is sent before the first use. */
export function connect(address: CoreAddress): CoreClient {
  return {
    call: (method, params) => callCore(address, method, params),
    follow: (seriesId, afterSeq, handlers) => follow(address, seriesId, afterSeq, handlers),
    attach: (target, size, handlers) => attach(address, target, size, handlers),
    watch: (kind, handlers) => watchCore(address, kind, handlers),
  }
}

function follow(address: CoreAddress, seriesId: string, afterSeq: number, handlers: FollowHandlers): Subscription {
  const socket = openSocket(address, {
    message(message) {
      if (message.type === 'event') handlers.event(message.stored)
      else if (message.type === 'view') handlers.view(message.view)
      else if (message.type === 'unfollowed' || message.type === 'refused') end(message.why)
    },
    closed: (why) => handlers.closed(why),
  })
  const end = (why: string) => {
    socket.close()
    handlers.closed(why)
  }
  socket.send({ type: 'follow', seriesId, afterSeq })
  return { close: () => socket.close() }
}

/** Its own socket has one terminal only. */
const CHANNEL = 0

function attach(address: CoreAddress, target: string, size: TerminalSize, handlers: AttachHandlers): TerminalHandle {
  const read = (message: ServerMessage) => {
    if (message.type === 'attached') {
      const { sessionId, title, columns, rows, live } = message
      handlers.attached({ sessionId, title, columns, rows, live })
    } else if (message.type === 'resized') handlers.resized?.(message.columns, message.rows)
    else if (message.type === 'detached' || message.type === 'refused') end(message.why)
  }
  const socket = openSocket(address, {
    message: read,
    frame(kind, bytes) {
      if (kind === FrameKind.replay) handlers.replay(bytes)
      else handlers.output(bytes)
    },
    closed: (why) => handlers.detached(why),
  })
  const end = (why: string) => {
    socket.close()
    handlers.detached(why)
  }
  // What the socket holds back says enough of a terminal that draws as fast as it reads.
  socket.send({ type: 'attach', channel: CHANNEL, target, ...atLeastOneCell(size), acknowledges: false })
  return {
    write(bytes) {
      for (const piece of inputPieces(bytes)) socket.sendInput(CHANNEL, piece)
    },
    resize: (columns, rows) => socket.send({ type: 'resize', channel: CHANNEL, ...atLeastOneCell({ columns, rows }) }),
    close: () => socket.close(),
  }
}
