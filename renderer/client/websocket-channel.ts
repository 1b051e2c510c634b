import type { Channel, ChannelEnds } from '../../contract/channel.ts'

/** A channel over a websocket of the browser. What is sent before the connection stands is kept and sent in order. */
export function websocketChannel(socket: WebSocket): Channel {
  const unsent: (string | Uint8Array<ArrayBuffer>)[] = []
  let user: ChannelEnds | null = null
  let over: string | null = null
  const end = (why: string) => {
    if (over !== null) return
    over = why
    user?.closed(why)
  }
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => {
    for (const data of unsent.splice(0)) socket.send(data)
  })
  socket.addEventListener('close', (event) => end(event.reason === '' ? 'it does not answer' : event.reason))

  return {
    send(data) {
      const own = typeof data === 'string' ? data : new Uint8Array(data)
      if (socket.readyState === WebSocket.CONNECTING) unsent.push(own)
      else if (socket.readyState === WebSocket.OPEN) socket.send(own)
    },
    buffered: () => socket.bufferedAmount,
    open(ends) {
      user = ends
      socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
        if (over === null) ends.received(typeof data === 'string' ? data : new Uint8Array(data))
      })
      if (over !== null) ends.closed(over)
    },
    close() {
      unsent.length = 0
      end('closed')
      socket.close()
    },
  }
}
