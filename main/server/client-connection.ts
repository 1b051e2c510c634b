import type { Logger } from 'pino'
import type { RawData, WebSocket } from 'ws'
import { ClientMessage, decodeFrame, FrameKind } from '../../contract/frames.ts'
import { startFollow } from './following.ts'
import { CHANNEL_LIMIT } from './limits.ts'
import { createOutbox } from './outbox.ts'
import type { Refusals } from './refusals.ts'
import { openAttachment } from './terminal-attachment.ts'
import type { FollowSource, Subscription, TerminalHandle, TerminalSource } from './types.ts'
import { parseJson } from './wire.ts'

export interface ConnectionParts {
  follow: FollowSource
  terminals: TerminalSource
  refusals: Refusals
  log: Logger
  contact(): void
}

/** Serves one authorised websocket until it closes: any number of followed series and attached terminals. */
export function serveConnection(socket: WebSocket, parts: ConnectionParts): void {
  const outbox = createOutbox(socket, () => parts.refusals.count('slow-client'))
  const follows = new Map<string, Subscription>()
  const terminals = new Map<number, TerminalHandle>()

  const refuse = (why: string) => {
    parts.refusals.count('client-message')
    outbox.message({ type: 'refused', why })
  }

  const follow = ({ seriesId, afterSeq }: ClientMessage & { type: 'follow' }) => {
    if (follows.size >= CHANNEL_LIMIT && !follows.has(seriesId)) return refuse('too many series followed')
    follows.get(seriesId)?.close()
    const subscription = startFollow(parts.follow, seriesId, afterSeq, {
      event: (stored) => outbox.message({ type: 'event', stored }),
      view: (view) => outbox.message({ type: 'view', view }),
      ended: (why) => {
        follows.delete(seriesId)
        outbox.message({ type: 'unfollowed', seriesId, why })
      },
      drained: () => outbox.drained(),
      fault: (error) => parts.log.error({ err: error, seriesId }, 'follow failed'),
    })
    follows.set(seriesId, subscription)
  }

  const attach = ({ channel, target, columns, rows }: ClientMessage & { type: 'attach' }) => {
    if (terminals.has(channel)) return refuse(`channel ${channel} is in use`)
    if (terminals.size >= CHANNEL_LIMIT) return refuse('too many terminals attached')
    const handle = openAttachment(
      parts.terminals,
      target,
      { columns, rows },
      {
        attached: (terminal) => {
          parts.log.info({ sessionId: terminal.sessionId }, 'terminal attached')
          outbox.message({ type: 'attached', channel, ...terminal })
        },
        output: (bytes) => outbox.frame(FrameKind.output, channel, bytes),
        replay: (bytes) => outbox.frame(FrameKind.replay, channel, bytes),
        detached: (why) => {
          terminals.delete(channel)
          outbox.message({ type: 'detached', channel, why })
        },
        writable: () => outbox.writable(),
        fault: (error) => parts.log.error({ err: error, target }, 'attach failed'),
      },
    )
    terminals.set(channel, handle)
  }

  const read = (message: ClientMessage) => {
    if (message.type === 'follow') return follow(message)
    if (message.type === 'attach') return attach(message)
    const terminal = terminals.get(message.channel)
    // Not refused: the terminal may just have ended while the message was on its way.
    if (!terminal) return
    if (message.type === 'resize') return terminal.resize(message.columns, message.rows)
    terminals.delete(message.channel)
    terminal.close()
  }

  socket.on('message', (data, isBinary) => {
    parts.contact()
    const bytes = toBuffer(data)
    if (isBinary) {
      const frame = decodeFrame(bytes)
      if (frame?.kind !== FrameKind.input) return refuse('that is no input frame')
      return terminals.get(frame.channel)?.write(frame.bytes)
    }
    const message = ClientMessage.safeParse(parseJson(bytes.toString('utf8')))
    if (message.success) read(message.data)
    else refuse('that is no message of the contract')
  })
  // Oversized or broken frames: ws closes the connection itself.
  socket.on('error', () => parts.refusals.count('client-message'))
  socket.on('close', () => {
    parts.contact()
    for (const subscription of follows.values()) subscription.close()
    for (const terminal of terminals.values()) terminal.close()
    follows.clear()
    terminals.clear()
  })
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? Buffer.from(data) : data
}
