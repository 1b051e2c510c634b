import { parseJson } from '../../contract/answer.ts'
import type { Channel } from '../../contract/channel.ts'
import { decodeFrame, encodeFrame, FrameKind, ServerMessage } from '../../contract/frames.ts'
import type { ClientMessage } from '../../contract/frames.ts'
import { createBackOff } from './back-off.ts'
import { createHeartbeat } from './heartbeat.ts'
import type { Connection } from './types.ts'

export type OpenChannel = () => Channel | Promise<Channel>

export interface PageClientOptions {
  /**
   * Why the core does not let this page in, asked after each loss: a browser does not tell why its websocket was not
   * let in. Null: it does let it in, or cannot be asked. Never rejects.
   */
  refusal?(): Promise<string | null>
  /** Calls `now` when it is worth trying at once: the network is back, the page is seen again. Gives the way to stop. */
  wakes?(now: () => void): () => void
  /** From 0 to 1. */
  random?(): number
}

export interface ConnectionUser {
  /** The core said hello: it may be talked to. */
  opened(): void
  message(message: ServerMessage): void
  frame(kind: FrameKind, channel: number, bytes: Uint8Array): void
  /** Also when it never stood. */
  lost(): void
}

export interface PageConnection {
  state(): Connection
  listen(listener: (connection: Connection) => void): () => void
  /** Not sent unless the connection is open. */
  send(message: ClientMessage): void
  input(channel: number, bytes: Uint8Array): void
  retry(): void
  close(): void
}

const MISUNDERSTOOD = 'the core said something this page does not understand: reload the page'

/** One connection that comes back by itself. Nothing is sent before the first `retry`. */
export function createPageConnection(
  open: OpenChannel,
  options: PageClientOptions,
  user: ConnectionUser,
): PageConnection {
  const listeners = new Set<(connection: Connection) => void>()
  const backOff = createBackOff(options.random)
  let connection: Connection = { status: 'connecting' }
  let channel: Channel | null = null
  /** The number of the try under way; null: none is. What comes of an earlier one is not heard. */
  let trying: number | null = null
  let tries = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const become = (next: Connection) => {
    connection = next
    for (const listener of listeners) listener(next)
  }
  const raw = (message: ClientMessage) => channel?.send(JSON.stringify(message))
  const heartbeat = createHeartbeat(
    () => connection.status === 'open' && raw({ type: 'ping' }),
    () => drop('it does not answer'),
  )

  const leave = () => {
    trying = null
    clearTimeout(timer)
    heartbeat.stop()
    channel?.close()
    channel = null
  }
  const drop = (why: string) => {
    leave()
    const wait = backOff.failed(Date.now())
    user.lost()
    const lose = () => {
      timer = setTimeout(begin, wait)
      become({ status: 'lost', why, retryAt: Date.now() + wait })
    }
    const refused = connection.status === 'refused'
    if (!refused) lose()
    const judge = (refusal: string | null) => {
      if (closed || connection.status === 'open') return
      if (refusal !== null) {
        leave()
        become({ status: 'refused', why: refusal })
      } else if (refused && trying === null) lose()
    }
    if (options.refusal) void options.refusal().then(judge)
    else judge(null)
  }

  const received = (data: string | Uint8Array) => {
    heartbeat.heard()
    if (typeof data !== 'string') {
      const frame = decodeFrame(data)
      return frame ? user.frame(frame.kind, frame.channel, frame.bytes) : drop(MISUNDERSTOOD)
    }
    const message = ServerMessage.safeParse(parseJson(data))
    if (!message.success) return drop(MISUNDERSTOOD)
    if (message.data.type !== 'hello') return user.message(message.data)
    const { role, version } = message.data
    backOff.opened(Date.now())
    connection = { status: 'open', role, version }
    user.opened()
    become(connection)
  }

  const begin = async () => {
    clearTimeout(timer)
    const mine = ++tries
    trying = mine
    const current = () => trying === mine
    try {
      const opened = await open()
      if (!current()) return opened.close()
      channel = opened
      heartbeat.start()
      opened.open({
        received: (data) => current() && received(data),
        closed: (why) => current() && drop(why),
      })
    } catch (error) {
      if (current()) drop(error instanceof Error ? error.message : String(error))
    }
  }

  const retry = () => {
    if (!closed && trying === null) void begin()
  }
  const stopWaking = options.wakes?.(retry)
  return {
    state: () => connection,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send: (message) => void (connection.status === 'open' && raw(message)),
    input(number, bytes) {
      if (connection.status === 'open') channel?.send(encodeFrame(FrameKind.input, number, bytes))
    },
    retry,
    close() {
      if (closed) return
      closed = true
      stopWaking?.()
      leave()
      connection = { status: 'lost', why: 'this page has left it', retryAt: Number.POSITIVE_INFINITY }
      user.lost()
      listeners.clear()
    },
  }
}
