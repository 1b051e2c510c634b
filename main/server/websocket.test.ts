import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { decodeFrame, encodeFrame, FrameKind } from '../../contract/frames.ts'
import { connect } from './client.ts'
import { CHANNEL_LIMIT, CLIENT_FRAME_LIMIT, WEBSOCKET_LIMIT } from './limits.ts'
import type { RunningServer } from './server.ts'
import { createTestCore, SERIES, serve } from './test-core.ts'
import type { TestCore } from './test-core.ts'
import { eventually, upgradeStatus } from './test-request.ts'
import type { CoreClient } from './types.ts'

let core: TestCore
let server: RunningServer
let client: CoreClient
beforeEach(async () => {
  core = createTestCore()
  server = await serve(core)
  client = connect({ url: server.url, token: core.token })
})
afterEach(() => server.close())

/** A websocket with nothing of our client about it. */
async function bare() {
  const url = `${server.url.replace('http', 'ws')}/ws`
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${core.token}` } })
  const messages: { type: string; [field: string]: unknown }[] = []
  const frames: string[] = []
  socket.on('message', (data: Buffer, binary) => {
    if (binary) frames.push(`${decodeFrame(data)?.channel}: ${decodeFrame(data)?.bytes}`)
    else if (!data.includes('{"type":"hello"')) messages.push(JSON.parse(data.toString('utf8')))
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return {
    socket,
    messages,
    frames,
    types: () => messages.map(({ type }) => type),
    say: (message: object) => socket.send(JSON.stringify(message)),
  }
}
const attach = (channel: number) => ({ type: 'attach', channel, target: SERIES, columns: 80, rows: 24 })
const size = { columns: 80, rows: 24 }

it('refuses and counts junk, and goes on with the connection', async () => {
  const { socket, say, types } = await bare()
  const output = encodeFrame(FrameKind.output, 1, Buffer.from('x'))
  const junk = [
    '',
    '{',
    'null',
    '[]',
    '{"type":"quit"}',
    '{"type":"follow"}',
    Buffer.from([1]),
    Buffer.alloc(9, 9),
    output,
  ]
  for (const data of junk) socket.send(data)
  say({ type: 'attach', channel: -1, target: SERIES, columns: 1, rows: 1 })
  say({ type: 'follow', seriesId: SERIES, afterSeq: 0 })
  await eventually(() => expect(types()).toEqual([...Array(10).fill('refused'), 'view']))
  expect(server.refusals()).toEqual({ 'client-message': 10 })
})

it('takes input for a terminal that has just gone as too late, not as junk', async () => {
  const { socket, say, types } = await bare()
  socket.send(encodeFrame(FrameKind.input, 7, Buffer.from('x')))
  say({ type: 'resize', channel: 7, columns: 1, rows: 1 })
  say({ type: 'detach', channel: 7 })
  say({ type: 'follow', seriesId: SERIES, afterSeq: 0 })
  await eventually(() => expect(types()).toEqual(['view']))
  expect(server.refusals()).toEqual({})
})

it('ends a connection that sends a frame over the limit, and only that one', async () => {
  const bystander = await bare()
  const { socket } = await bare()
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.send(Buffer.alloc(CLIENT_FRAME_LIMIT + 1))
  expect(await closed).toBe(1009)
  expect(server.refusals()).toEqual({ 'client-message': 1 })
  bystander.say({ type: 'follow', seriesId: SERIES, afterSeq: 0 })
  await eventually(() => expect(bystander.types()).toEqual(['view']))
})

it('carries many terminals and series on one connection, each by its channel', async () => {
  const { socket, say, messages, frames, types } = await bare()
  say(attach(1))
  say(attach(2))
  say(attach(2))
  say({ type: 'follow', seriesId: 'nope', afterSeq: 0 })
  socket.send(encodeFrame(FrameKind.input, 2, Buffer.from('a')))
  await eventually(() => expect(types().sort()).toEqual(['attached', 'attached', 'refused', 'unfollowed']))
  expect(messages.find(({ type }) => type === 'unfollowed')).toMatchObject({ seriesId: 'nope' })
  await eventually(() => expect(frames.toSorted()).toEqual(['1: screen', '2: A', '2: screen']))
  say({ type: 'detach', channel: 1 })
  await eventually(() => expect(core.terminals.viewers.size).toBe(1))
  socket.close()
  await eventually(() => expect(core.terminals.viewers.size).toBe(0))
})

it('bounds the terminals of a connection and the connections of a core', async () => {
  const { say, types } = await bare()
  for (let channel = 0; channel <= CHANNEL_LIMIT; channel++) say(attach(channel))
  await eventually(() => expect(types().filter((type) => type === 'attached')).toHaveLength(CHANNEL_LIMIT))
  expect(types().filter((type) => type === 'refused')).toHaveLength(1)
  while (server.connections() < WEBSOCKET_LIMIT) await bare()
  const headers = { authorization: `Bearer ${core.token}` }
  expect(await upgradeStatus(`${server.url.replace('http', 'ws')}/ws`, headers)).toBe(503)
  expect(server.refusals()).toEqual({ 'client-message': 1, 'too-many-clients': 1 })
})

it('replaces the following of a series by a new one on the same connection', async () => {
  const { say, types } = await bare()
  core.append()
  say({ type: 'follow', seriesId: SERIES, afterSeq: 0 })
  await eventually(() => expect(types()).toEqual(['view', 'event']))
  say({ type: 'follow', seriesId: SERIES, afterSeq: 1 })
  await eventually(() => expect(types()).toEqual(['view', 'event', 'view']))
  core.append()
  await eventually(() => expect(types()).toEqual(['view', 'event', 'view', 'event']))
})

it('leaves a slow viewer out without slowing the others', async () => {
  const slow = await bare()
  slow.say(attach(1))
  const received = vi.fn<(bytes: Uint8Array) => void>()
  client.attach(SERIES, size, { attached() {}, replay() {}, output: received, detached() {} })
  await eventually(() => expect(core.terminals.viewers.size).toBe(2))
  await eventually(() => expect(slow.frames).toHaveLength(1))
  slow.socket.pause()
  const chunk = Buffer.alloc(64 * 1024, 'x')
  let skipped = 0
  let told = 0
  while (skipped < 20) {
    const result = core.terminals.out(chunk)
    skipped += result.skipped
    told += 1
    await eventually(() => expect(received).toHaveBeenCalledTimes(told))
  }
  expect(slow.socket.readyState).toBe(WebSocket.OPEN)
  slow.socket.resume()
  await eventually(() => expect(core.terminals.out(chunk)).toEqual({ written: 2, skipped: 0 }))
  expect(server.refusals()).toEqual({})
})

it('cuts off a client that takes nothing of what cannot be left out', async () => {
  const slow = await bare()
  slow.say(attach(1))
  await eventually(() => expect(core.terminals.viewers.size).toBe(1))
  slow.socket.pause()
  const [viewer] = core.terminals.viewers
  // A source that does not ask whether the viewer is behind.
  for (let n = 0; n < 400 && core.terminals.viewers.size > 0; n++) {
    viewer?.output(Buffer.alloc(128 * 1024))
    if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await eventually(() => expect(server.connections()).toBe(0))
  expect(server.refusals()).toEqual({ 'slow-client': 1 })
})

it('reads on for a slow follower only when it has caught up, and it misses nothing', async () => {
  const slow = await bare()
  slow.socket.pause()
  for (let n = 0; n < 20_000; n++) core.append('w'.repeat(1_000))
  slow.say({ type: 'follow', seriesId: SERIES, afterSeq: 0 })
  const quick = vi.fn<() => void>()
  client.follow(SERIES, 19_990, { event: quick, view() {}, closed() {} })
  await eventually(() => expect(quick).toHaveBeenCalledTimes(10))
  slow.socket.resume()
  await eventually(() => expect(slow.messages).toHaveLength(20_001), 10_000)
  const seqs = slow.messages.slice(1).map(({ stored }) => (stored as { seq: number }).seq)
  expect(seqs).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1))
  expect(server.refusals()).toEqual({})
}, 20_000)

it('serves two clients, and tells each that the core ends', async () => {
  const said: string[] = []
  const follow = (name: string) =>
    client.follow(SERIES, 0, {
      event: ({ seq }) => said.push(`${name} ${seq}`),
      view: () => {},
      closed: (why) => said.push(`${name} closed ${why}`),
    })
  const first = follow('a')
  follow('b')
  await eventually(() => expect(server.connections()).toBe(2))
  core.append()
  await eventually(() => expect(said.toSorted()).toEqual(['a 1', 'b 1']))
  first.close()
  await eventually(() => expect(server.connections()).toBe(1))
  await server.close()
  await eventually(() => expect(said).toHaveLength(3))
  expect(said[2]).toMatch(/^b closed baton core: .*the core is ending/)
})
