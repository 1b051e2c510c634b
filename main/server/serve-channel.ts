import type { Logger } from 'pino'
import type { Channel } from '../../contract/channel.ts'
import { ClientMessage, decodeFrame, FrameKind } from '../../contract/frames.ts'
import { createChannelBoard } from './channel-board.ts'
import { createChannelCalls } from './channel-calls.ts'
import { createChannelFollows } from './channel-follows.ts'
import { createChannelTerminals } from './channel-terminals.ts'
import { createOutbox } from './outbox.ts'
import type { Refusals } from './refusals.ts'
import type { Access, BoardSource, FollowSource, NoticeSource, RpcHandlers, TerminalSource } from './types.ts'
import { parseJson } from './wire.ts'

export interface ConnectionParts {
  /** Of the core, told to each client first. */
  version: string
  handlers: RpcHandlers
  follow: FollowSource
  terminals: TerminalSource
  board: BoardSource
  notices: NoticeSource
  refusals: Refusals
  log: Logger
  /** The client just came, spoke or left. */
  contact(): void
  /** A client calls; gives the way to say that it was answered. */
  called(): () => void
}

/** Serves one authorised client over any transport until it closes. What it may not do is counted and answered. */
export function serveChannel(channel: Channel, access: Access, parts: ConnectionParts): void {
  const outbox = createOutbox(channel)
  const { log, refusals } = parts

  const refuse = (why: string, what: { channel?: number; seriesId?: string } = {}) => {
    refusals.count('client-message')
    outbox.message({ type: 'refused', why, ...what })
  }
  const board = createChannelBoard(parts, access, outbox)
  const follows = createChannelFollows(
    { follow: parts.follow, refuse, fault: (error, seriesId) => log.error({ err: error, seriesId }, 'follow failed') },
    outbox,
  )
  const terminals = createChannelTerminals(
    {
      terminals: parts.terminals,
      refuse,
      refuseWrite() {
        refusals.count('read-only')
        outbox.message({ type: 'refused', why: 'this client may only look' })
      },
      attached: ({ sessionId }) => log.info({ sessionId, client: access.name }, 'terminal attached'),
      fault: (error, target) => log.error({ err: error, target }, 'attach failed'),
    },
    access,
    outbox,
  )
  const call = createChannelCalls(
    { ...parts, fault: (error, method) => log.error({ err: error, method }, 'call failed') },
    access,
    outbox,
  )

  const read = (message: ClientMessage): void => {
    switch (message.type) {
      case 'call':
        // Never rejects: what a handler throws is made an answer by `dispatch`.
        return void call(message)
      case 'watch':
        return board.watch(message)
      case 'looking':
        return board.looking(message)
      case 'follow':
        return follows.follow(message)
      case 'unfollow':
        return follows.unfollow(message)
      case 'attach':
        return terminals.attach(message)
      case 'ack':
        return terminals.acknowledge(message)
      case 'resize':
        return terminals.resize(message)
      case 'detach':
        return terminals.detach(message)
      case 'ping':
        return outbox.message({ type: 'pong' })
    }
  }

  const receive = (data: string | Uint8Array): void => {
    if (typeof data !== 'string') {
      const frame = decodeFrame(data)
      if (frame?.kind !== FrameKind.input) return refuse('that is no input frame')
      return terminals.input(frame.channel, frame.bytes)
    }
    const message = ClientMessage.safeParse(parseJson(data))
    if (message.success) read(message.data)
    else refuse('that is no message of the contract')
  }

  outbox.message({ type: 'hello', version: parts.version, role: access.role })
  channel.open({
    received(data) {
      parts.contact()
      try {
        receive(data)
      } catch (error) {
        log.error({ err: error, client: access.name }, 'message failed')
        outbox.message({ type: 'refused', why: 'the core failed at it in a way it should not' })
      }
    },
    closed() {
      parts.contact()
      outbox.close()
      board.close()
      follows.close()
      terminals.close()
    },
  })
}
