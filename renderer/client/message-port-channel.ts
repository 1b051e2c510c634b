import type { Channel, ChannelEnds } from '../../contract/channel.ts'

/** A channel over a message port of the browser. */
export function messagePortChannel(port: MessagePort): Channel {
  let user: ChannelEnds | null = null
  let over: string | null = null
  const end = (why: string) => {
    if (over !== null) return
    over = why
    user?.closed(why)
  }
  port.addEventListener('close', () => end('the port was closed'))
  return {
    send(data) {
      if (over === null) port.postMessage(data)
    },
    buffered: () => 0,
    open(ends) {
      user = ends
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (over === null && (typeof data === 'string' || data instanceof Uint8Array)) ends.received(data)
      })
      port.start()
      if (over !== null) ends.closed(over)
    },
    close() {
      port.close()
      end('closed')
    },
  }
}
