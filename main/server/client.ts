import { FrameKind } from '../../contract/frames.ts'
import { callCore } from './client-call.ts'
import type { CoreAddress } from './client-call.ts'
import { openSocket } from './client-socket.ts'
import { INPUT_FRAME_BYTES } from './limits.ts'
import { atLeastOneCell } from './terminal-attachment.ts'
import type { AttachHandlers, CoreClient, FollowHandlers, Subscription, TerminalHandle, TerminalSize } from './types.ts'

/** The core behind a URL. Nothing is sent before the first use. */
export function connect(address: CoreAddress): CoreClient {
  return {
    call: (method, params) => callCore(address, method, params),
    follow: (seriesId, afterSeq, handlers) => follow(address, seriesId, afterSeq, handlers),
    attach: (target, size, handlers) => attach(address, target, size, handlers),
  }
}

function follow(address: CoreAddress, seriesId: string, afterSeq: number, handlers: FollowHandlers): Subscription {
  const socket = openSocket(address, {
    message(message) {
      if (message.type === 'event') handlers.event(message.stored)
      else if (message.type === 'view') handlers.view(message.view)
      else if (message.type === 'unfollowed' || message.type === 'refused') end(message.why)
    },
    frame() {},
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
  const socket = openSocket(address, {
    message(message) {
      if (message.type === 'attached') handlers.attached({ sessionId: message.sessionId, title: message.title })
      else if (message.type === 'detached' || message.type === 'refused') end(message.why)
    },
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
  socket.send({ type: 'attach', channel: CHANNEL, target, ...atLeastOneCell(size) })
  return {
    write(bytes) {
      for (const piece of inputPieces(bytes)) socket.sendInput(CHANNEL, piece)
    },
    resize: (columns, rows) => socket.send({ type: 'resize', channel: CHANNEL, ...atLeastOneCell({ columns, rows }) }),
    close: () => socket.close(),
  }
}

/** Cuts typed UTF-8 into pieces of `limit` bytes at most, never inside a character. */
export function inputPieces(bytes: Uint8Array, limit = INPUT_FRAME_BYTES): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let start = 0
  while (start < bytes.length) {
    let end = Math.min(start + limit, bytes.length)
    while (end < bytes.length && end > start + 1 && isContinuation(bytes[end])) end--
    pieces.push(bytes.subarray(start, end))
    start = end
  }
  return pieces
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
