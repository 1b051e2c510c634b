/** A way between a client and the core that keeps order and whole messages: a websocket, a message port, a pair in memory. */
export interface Channel {
  /** JSON text of a message, or a binary frame. Ignored once closed. */
  send(data: string | Uint8Array): void
  /** Bytes given to `send` that wait in this process; 0 where the transport does not say. */
  buffered(): number
  /** Called once by the one that uses the channel; what arrived earlier is delivered then. */
  open(ends: ChannelEnds): void
  close(): void
}

export interface ChannelEnds {
  received(data: string | Uint8Array): void
  /** Once, whoever closed it. */
  closed(why: string): void
}

/** Name of the message that carries a port to the desktop's page, from its main process over the preload. */
export const PORT_MESSAGE = 'baton-port'
