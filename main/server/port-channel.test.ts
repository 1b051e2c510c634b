import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, it, vi } from 'vitest'
import { portChannel } from './port-channel.ts'
import { relay } from './relay.ts'
import { channelPair } from './test-channels.ts'
import { eventually } from './test-request.ts'

/** A port as Electron's main process has it: messages come in events, and its own `close` says nothing. */
function electronPort() {
  const emitter = new EventEmitter()
  const sent: (string | Uint8Array)[] = []
  return {
    emitter,
    sent,
    port: {
      postMessage: (message: string | Uint8Array) => void sent.push(message),
      on: (event: 'message' | 'close', listener: (message: unknown) => void) => emitter.on(event, listener),
      start: vi.fn<() => void>(),
      close: vi.fn<() => void>(),
    },
  }
}

it('takes what Electron wraps in an event, and nothing that is neither text nor bytes', () => {
  const { emitter, port } = electronPort()
  const received = vi.fn<(data: string | Uint8Array) => void>()
  portChannel(port).open({ received, closed() {} })
  expect(port.start).toHaveBeenCalledTimes(1)
  for (const data of ['a', new Uint8Array([1]), { x: 1 }, null, 7]) emitter.emit('message', { data, ports: [] })
  emitter.emit('message', undefined)
  expect(received.mock.calls).toEqual([['a'], [new Uint8Array([1])]])
})

it('says once that it is over, whoever closed it', () => {
  const one = electronPort()
  const closed = vi.fn<(why: string) => void>()
  const channel = portChannel(one.port)
  channel.open({ received() {}, closed })
  channel.close()
  one.emitter.emit('close')
  channel.send('late')
  expect([closed.mock.calls, one.sent, one.port.close.mock.calls.length]).toEqual([[['closed']], [], 1])
})

it('sends the bytes alone of a view into a larger buffer', () => {
  const { port, sent } = electronPort()
  const large = new Uint8Array(1_000).fill(7)
  portChannel(port).send(large.subarray(10, 12))
  expect((sent[0] as Uint8Array).buffer.byteLength).toBe(2)
})

it('passes everything on in order both ways, and closes with the other end', async () => {
  const { port1, port2 } = new MessageChannel()
  const pair = channelPair()
  relay(portChannel(port1), pair.client)
  const page = portChannel(port2)
  const toPage: (string | Uint8Array)[] = []
  const toCore: (string | Uint8Array)[] = []
  const pageClosed = vi.fn<(why: string) => void>()
  page.send('early')
  pair.core.send('hello')
  page.open({ received: (data) => toPage.push(data), closed: pageClosed })
  pair.core.open({ received: (data) => toCore.push(data), closed() {} })
  page.send(Buffer.from('bytes'))
  pair.core.send(Buffer.from('frame'))
  await eventually(() => expect([toPage.length, toCore.length]).toEqual([2, 2]))
  expect([toPage[0], Buffer.from(toPage[1] as Uint8Array).toString()]).toEqual(['hello', 'frame'])
  expect([toCore[0], Buffer.from(toCore[1] as Uint8Array).toString()]).toEqual(['early', 'bytes'])
  pair.cut()
  await eventually(() => expect(pageClosed).toHaveBeenCalledTimes(1))
})
