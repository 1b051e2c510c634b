import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Channel } from '../../contract/channel.ts'
import { HEARTBEAT_MS, SILENT_BEATS } from './heartbeat.ts'
import { createPageClient } from './page-client.ts'
import type { PageClientOptions } from './page-connection.ts'
import { scriptedChannel } from './testing.ts'
import type { ScriptedChannel } from './testing.ts'
import type { Connection } from './types.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets what is settled go on; no time passes. */
const turn = () => vi.advanceTimersByTimeAsync(0)

async function page(options: PageClientOptions = {}, open?: () => Channel | Promise<Channel>) {
  const channels: ScriptedChannel[] = []
  const client = createPageClient(
    open ??
      (() => {
        const channel = scriptedChannel()
        channels.push(channel)
        return channel
      }),
    { random: () => 1, ...options },
  )
  const states: Connection[] = []
  client.onConnection((state) => states.push(state))
  await turn()
  const last = (): ScriptedChannel => {
    const channel = channels.at(-1)
    if (!channel) throw new Error('no channel was opened')
    return channel
  }
  return { client, channels, states, last }
}

it('is open from hello on, and says as whom', async () => {
  const { client, states, last } = await page()
  expect(client.connection()).toEqual({ status: 'connecting' })
  last().hello()
  expect(states).toEqual([{ status: 'open', role: 'control', version: '1.2.3' }])
  expect(client.connection()).toBe(states[0])
})

it('keeps the calls of the first moment until it is open', async () => {
  const { client, last } = await page()
  const asked = client.call('notice.seen', { ids: [] })
  last().hello()
  expect(last().said).toContainEqual({ type: 'call', id: 1, method: 'notice.seen', params: { ids: [] } })
  last().say({ type: 'answer', id: 1, outcome: { ok: true, value: { said: 'done' } } })
  expect(await asked).toEqual({ ok: true, value: { said: 'done' } })
})

it('gives up the calls of the first moment when it cannot be opened, and says that they were not made', async () => {
  const { client, last } = await page()
  const asked = client.call('notice.seen', { ids: [] })
  last().break('no core')
  const cause = 'the connection to it is not there'
  expect(await asked).toMatchObject({ ok: false, problem: { code: 'core-gone', cause } })
  expect(await client.call('settings.get', {})).toMatchObject({ ok: false, problem: { code: 'core-gone', cause } })
  expect(last().said).toEqual([])
})

it('comes back later and later, says when, and at once when it is told to', async () => {
  const { client, channels, states, last } = await page()
  for (const wait of [250, 500, 1_000]) {
    last().break('gone')
    expect(states.at(-1)).toEqual({ status: 'lost', why: 'gone', retryAt: Date.now() + wait })
    const before = channels.length
    await vi.advanceTimersByTimeAsync(wait - 1)
    expect(channels).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(1)
    expect(channels).toHaveLength(before + 1)
  }
  last().break('gone')
  client.retry()
  client.retry()
  await turn()
  expect(channels).toHaveLength(5)
  await vi.advanceTimersByTimeAsync(2_500)
  expect(channels).toHaveLength(5)
})

it('tries at once when the network is back', async () => {
  const network: { back?: () => void; left?: boolean } = {}
  const { client, channels, last } = await page({
    wakes(now) {
      network.back = now
      return () => void (network.left = true)
    },
  })
  last().break('gone')
  network.back?.()
  await turn()
  expect(channels).toHaveLength(2)
  last().hello()
  network.back?.()
  await turn()
  expect(channels).toHaveLength(2)
  client.close()
  expect(network.left).toBe(true)
})

it('notices within ten seconds a core that does not answer, before and after hello', async () => {
  const { channels, states, last } = await page()
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS * SILENT_BEATS)
  expect(states.at(-1)).toMatchObject({ status: 'lost', why: 'it does not answer' })
  expect(channels[0]).toMatchObject({ closedByPage: true, said: [] })
  await vi.advanceTimersByTimeAsync(250)
  last().hello()
  for (let n = 0; n < 10; n++) {
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS)
    last().say({ type: 'pong' })
  }
  expect(states.at(-1)).toMatchObject({ status: 'open' })
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS * SILENT_BEATS)
  expect(states.at(-1)).toMatchObject({ status: 'lost' })
  expect(last().said.filter(({ type }) => type === 'ping').length).toBeGreaterThan(10)
})

it('hears nothing more of a channel that it gave up', async () => {
  const { client, channels, last } = await page()
  last().hello()
  last().break('gone')
  await vi.advanceTimersByTimeAsync(250)
  channels[0]?.hello()
  channels[0]?.break('again')
  expect([client.connection().status, channels.length]).toEqual(['lost', 2])
})

it.each([
  ['no JSON', 'x'],
  ['no message', { type: 'farewell' }],
])('says that the page is of another version when the core says %s', async (_what, message) => {
  const { states, last } = await page()
  last().hello()
  last().say(message as object)
  expect(states.at(-1)).toMatchObject({ status: 'lost', why: expect.stringContaining('reload the page') })
})

it('goes on after a way that cannot even be opened', async () => {
  let opened = 0
  const { client } = await page({}, () => {
    opened += 1
    throw new Error('no way')
  })
  expect(client.connection()).toMatchObject({ status: 'lost', why: 'no way' })
  await vi.advanceTimersByTimeAsync(250)
  expect(opened).toBe(2)
})

it('waits for a way that takes its time, and lets go of one that comes too late', async () => {
  const way = Promise.withResolvers<Channel>()
  const { client, states } = await page({}, () => way.promise)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(states).toEqual([])
  client.close()
  const late = scriptedChannel()
  way.resolve(late)
  await turn()
  expect(late.closedByPage).toBe(true)
})

describe('a page that is not let in', () => {
  it('says so and waits, until somebody tries again', async () => {
    let why: string | null = 'not let in'
    const { client, channels, states, last } = await page({ refusal: async () => why })
    last().break('closed')
    await turn()
    expect(states.at(-1)).toEqual({ status: 'refused', why: 'not let in' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(channels).toHaveLength(1)
    client.retry()
    await turn()
    last().break('closed')
    await turn()
    expect([channels.length, client.connection().status]).toEqual([2, 'refused'])
    expect(states.filter(({ status }) => status === 'lost')).toHaveLength(1)
    why = null
    client.retry()
    await turn()
    last().hello()
    expect(client.connection().status).toBe('open')
  })

  it('is lost rather than refused when nobody can be asked any more', async () => {
    let why: string | null = 'not let in'
    const { client, channels, last } = await page({ refusal: async () => why })
    last().break('closed')
    await turn()
    why = null
    client.retry()
    await turn()
    last().break('no core')
    await turn()
    expect(client.connection()).toMatchObject({ status: 'lost', why: 'no core' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(channels).toHaveLength(3)
  })
})
