import { expect, it, vi } from 'vitest'
import { messagePortChannel } from './message-port-channel.ts'
import { websocketChannel } from './websocket-channel.ts'

it('says why a websocket never stood, though nobody listened yet', async () => {
  const channel = websocketChannel(new WebSocket('ws://127.0.0.1:1/ws'))
  channel.send('kept for nothing')
  const early = vi.fn<(why: string) => void>()
  channel.open({ received() {}, closed: early })
  await vi.waitFor(() => expect(early.mock.calls).toEqual([['it does not answer']]))
  const late = vi.fn<(why: string) => void>()
  channel.open({ received() {}, closed: late })
  expect(late.mock.calls).toEqual([['it does not answer']])
})

it('says once that the page closed it', async () => {
  const { port1, port2 } = new MessageChannel()
  const channels = [messagePortChannel(port1), websocketChannel(new WebSocket('ws://127.0.0.1:1/ws'))]
  for (const channel of channels) {
    const closed = vi.fn<(why: string) => void>()
    channel.open({ received() {}, closed })
    channel.close()
    channel.close()
    channel.send('late')
    expect(closed.mock.calls).toEqual([['closed']])
  }
  await new Promise((resolve) => port2.addEventListener('close', resolve))
})

it('says that the other end of a port is gone', async () => {
  const { port1, port2 } = new MessageChannel()
  const channel = messagePortChannel(port1)
  const closed = vi.fn<(why: string) => void>()
  const received = vi.fn<(data: string | Uint8Array) => void>()
  port2.postMessage('first')
  port2.postMessage({ not: 'ours' })
  channel.open({ received, closed })
  await vi.waitFor(() => expect(received.mock.calls).toEqual([['first']]))
  port2.close()
  await vi.waitFor(() => expect(closed.mock.calls).toEqual([['the port was closed']]))
})
