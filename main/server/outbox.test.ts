import { expect, it, vi } from 'vitest'
import type { Channel } from '../../contract/channel.ts'
import { CLIENT_BEHIND_BYTES } from './limits.ts'
import { createOutbox } from './outbox.ts'

function slowChannel() {
  const state = { waiting: 0, sent: [] as (string | Uint8Array)[] }
  const channel: Channel = {
    send: (data) => void state.sent.push(data),
    buffered: () => state.waiting,
    open() {},
    close() {},
  }
  return { state, outbox: createOutbox(channel) }
}

it('lets its sources go on when the client has caught up', async () => {
  const { state, outbox } = slowChannel()
  await outbox.drained()
  state.waiting = CLIENT_BEHIND_BYTES
  expect(outbox.writable()).toBe(false)
  const drained = vi.fn<() => void>()
  const both = Promise.all([outbox.drained().then(drained), outbox.drained().then(drained)])
  await new Promise((resolve) => setImmediate(resolve))
  expect(drained).not.toHaveBeenCalled()
  state.waiting = CLIENT_BEHIND_BYTES - 1
  await both
  expect(outbox.writable()).toBe(true)
})

it('holds nobody up for a client that is gone, and sends nothing more', async () => {
  const { state, outbox } = slowChannel()
  state.waiting = CLIENT_BEHIND_BYTES
  const drained = outbox.drained()
  outbox.close()
  await drained
  await outbox.drained()
  outbox.message({ type: 'pong' })
  outbox.frame(0, 1, new Uint8Array(1))
  expect([outbox.writable(), state.sent]).toEqual([false, []])
})

it('cleans whatever text it sends', () => {
  const { state, outbox } = slowChannel()
  outbox.message({ type: 'refused', why: 'a\u001b]0;title\u0007b\u202E' })
  expect(state.sent).toEqual(['{"type":"refused","why":"a]0;titleb"}'])
})
