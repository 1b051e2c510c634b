import { PORT_MESSAGE, type Channel } from '../../contract/channel.ts'
import { messagePortChannel } from './message-port-channel.ts'

export interface PortHost {
  /** The channel of the newest port that was not used yet, else of the next one: the shell sends one by itself. */
  open(): Promise<Channel>
  /** Told of each port that comes. Gives the way to stop. */
  onPort(listener: () => void): () => void
}

/** Ports of the desktop shell, each posted by the preload with `PORT_MESSAGE`. Only the page's own window gives one: what a frame or an opener posts is not heard. */
export function createPortHost(page: Window): PortHost {
  const listeners = new Set<() => void>()
  let unused: MessagePort | null = null
  let wanted: ((channel: Channel) => void) | null = null

  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports
    if (event.data !== PORT_MESSAGE || event.source !== page || port === undefined) return
    if (wanted) {
      wanted(messagePortChannel(port))
      wanted = null
      return
    }
    unused?.close()
    unused = port
    for (const listener of listeners) listener()
  })
  return {
    open() {
      const port = unused
      unused = null
      if (port) return Promise.resolve(messagePortChannel(port))
      return new Promise((resolve) => (wanted = resolve))
    },
    onPort(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
