import { afterEach, expect, it, vi } from 'vitest'
import type { Channel } from '../../contract/channel.ts'
import { PORT_MESSAGE } from '../../contract/channel.ts'
import { createPortHost } from './port-host.ts'

const ports: MessagePort[] = []
afterEach(() => ports.splice(0).forEach((port) => port.close()))

/** A page's window, as far as ports come to it. */
function page() {
  const target = new EventTarget()
  const window = target as unknown as Window
  return {
    window,
    post(data: unknown = PORT_MESSAGE, source: unknown = window) {
      const { port1, port2 } = new MessageChannel()
      ports.push(port1, port2)
      target.dispatchEvent(Object.assign(new Event('message'), { data, source, ports: [port2] }))
      return port1
    },
  }
}

/** What the channel hears of one word through the port. */
async function heard(channel: Channel, port: MessagePort): Promise<unknown> {
  const word = Promise.withResolvers<unknown>()
  channel.open({ received: word.resolve, closed: word.reject })
  port.postMessage('word')
  return word.promise
}

it('opens the port that came before it was wanted, and the newest of them', async () => {
  const { window, post } = page()
  const host = createPortHost(window)
  const older = post()
  const olderClosed = new Promise((resolve) => older.addEventListener('close', resolve))
  const port = post()
  expect(await heard(await host.open(), port)).toBe('word')
  await olderClosed
})

it('waits for a port that comes later, and gives each once', async () => {
  const { window, post } = page()
  const host = createPortHost(window)
  for (let n = 0; n < 2; n++) {
    const opening = host.open()
    const port = post()
    expect(await heard(await opening, port)).toBe('word')
  }
})

it('tells when a port came that nobody waited for', async () => {
  const { window, post } = page()
  const host = createPortHost(window)
  const came = vi.fn<() => void>()
  const stop = host.onPort(came)
  post()
  stop()
  post()
  expect(came).toHaveBeenCalledTimes(1)
})

it('takes ports from its own window alone, and under their name', async () => {
  const { window, post } = page()
  const host = createPortHost(window)
  post('other')
  post(PORT_MESSAGE, {})
  post(PORT_MESSAGE, null)
  const opened = vi.fn<() => void>()
  const waiting = host.open().then(opened)
  await new Promise((resolve) => setImmediate(resolve))
  expect(opened).not.toHaveBeenCalled()
  post()
  await waiting
})
