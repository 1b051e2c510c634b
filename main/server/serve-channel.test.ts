import { expect, it } from 'vitest'
import type { Role } from '../../contract/access.ts'
import { decodeFrame, encodeFrame, FrameKind, LOOKING_LIMIT } from '../../contract/frames.ts'
import type { ConnectionParts } from './serve-channel.ts'
import { CHANNEL_LIMIT } from './limits.ts'
import { createRefusals } from './refusals.ts'
import { serveChannel } from './serve-channel.ts'
import { channelPair } from './test-channels.ts'
import { channelParts, createTestCore, SERIES } from './test-core.ts'
import { eventually } from './test-request.ts'

type Message = { type: string; [field: string]: unknown }

/** A client with nothing of ours about it. */
function bare(role: Role = 'control', change: Partial<ConnectionParts> = {}) {
  const core = createTestCore()
  const refusals = createRefusals(() => {})
  const pair = channelPair()
  const messages: Message[] = []
  const frames: string[] = []
  serveChannel(pair.core, { role, clientId: null, name: 'test' }, { ...channelParts(core, refusals), ...change })
  pair.client.open({
    received(data) {
      if (typeof data === 'string') messages.push(JSON.parse(data))
      else frames.push(`${decodeFrame(data)?.channel} ${Buffer.from(decodeFrame(data)?.bytes ?? []).toString()}`)
    },
    closed() {},
  })
  const say = (message: object) => pair.client.send(JSON.stringify(message))
  return {
    core,
    refusals,
    messages,
    frames,
    say,
    input: (channel: number, text: string) =>
      pair.client.send(encodeFrame(FrameKind.input, channel, Buffer.from(text))),
    cut: pair.cut,
    /** All that was said before was read. */
    async settled() {
      const before = messages.filter(({ type }) => type === 'pong').length
      say({ type: 'ping' })
      await eventually(() => expect(messages.filter(({ type }) => type === 'pong')).toHaveLength(before + 1))
    },
    of: (type: string) => messages.filter((message) => message.type === type),
  }
}
const attach = { type: 'attach', channel: 1, target: SERIES, columns: 80, rows: 24, acknowledges: true }

it('says hello first, with the role', async () => {
  const { messages, settled } = bare('view')
  await settled()
  expect(messages).toEqual([{ type: 'hello', version: '0.0.0', role: 'view' }, { type: 'pong' }])
})

it('gives the board anew to who asks again, numbered from 0, and its changes once', async () => {
  const { core, say, messages, settled } = bare()
  say({ type: 'watch' })
  await settled()
  core.show({ activity: 'a' })
  core.show({ activity: 'b' })
  say({ type: 'watch' })
  await settled()
  core.show({ activity: 'c' })
  await settled()
  const numbered = messages.filter(({ seq }) => seq !== undefined)
  expect(numbered.map(({ type, seq }) => `${type} ${seq}`)).toEqual([
    'board 0',
    'change 1',
    'change 2',
    'board 0',
    'change 1',
  ])
  expect([core.board.watchers(), core.board.readers()]).toEqual([1, [{ kind: 'page', looking: [] }]])
})

it('knows where a person looks, said before or after', async () => {
  const { core, say, of, settled } = bare()
  say({ type: 'looking', seriesIds: [SERIES, 'another'] })
  say({ type: 'watch', kind: 'desktop' })
  await settled()
  expect(core.board.readers()).toEqual([{ kind: 'desktop', looking: [SERIES, 'another'] }])
  say({ type: 'looking', seriesIds: Array.from({ length: LOOKING_LIMIT + 1 }, (_, n) => `s${n}`) })
  await settled()
  expect(core.board.readers()).toEqual([{ kind: 'desktop', looking: [SERIES, 'another'] }])
  expect(of('refused')).toHaveLength(1)
})

it('counts and answers what one who may only look tries', async () => {
  const { core, refusals, say, input, of, settled } = bare('view')
  say(attach)
  input(1, 'x')
  say({ type: 'resize', channel: 1, columns: 1, rows: 1 })
  say({ type: 'call', id: 7, method: 'core.quit', params: {} })
  await settled()
  expect(of('refused').map(({ why }) => why)).toEqual(Array(2).fill('this client may only look'))
  expect(of('answer')).toMatchObject([{ id: 7, outcome: { ok: false, problem: { code: 'read-only' } } }])
  expect(refusals.all()).toEqual({ 'read-only': 3 })
  expect([core.terminals.sizes, core.terminals.typed()]).toEqual([['none'], ''])
})

it('does not believe an acknowledgement of what was never sent', async () => {
  const { refusals, say, of, frames, settled } = bare()
  say(attach)
  await eventually(() => expect(frames).toEqual(['1 screen']))
  say({ type: 'ack', channel: 1, bytes: 'screen'.length + 1 })
  say({ type: 'ack', channel: 1, bytes: 'screen'.length })
  say({ type: 'ack', channel: 9, bytes: 1 })
  await settled()
  expect([of('refused'), refusals.all()]).toEqual([
    [{ type: 'refused', why: 'that was not sent yet' }],
    { 'client-message': 1 },
  ])
})

it('bounds the series followed, and lets one go for another', async () => {
  const { say, of, refusals, settled } = bare('control', {
    follow: { follow: async () => ({ ok: true, value: { close() {} } }) },
  })
  for (let n = 0; n < CHANNEL_LIMIT; n++) say({ type: 'follow', seriesId: `s${n}`, afterSeq: 0 })
  say({ type: 'follow', seriesId: 'one-more', afterSeq: 0 })
  await settled()
  expect(of('refused')).toEqual([{ type: 'refused', why: 'too many series followed', seriesId: 'one-more' }])
  say({ type: 'unfollow', seriesId: 's0' })
  say({ type: 'follow', seriesId: 'one-more', afterSeq: 0 })
  await settled()
  expect(refusals.all()).toEqual({ 'client-message': 1 })
})

it('bounds the terminals, and names the one that it refuses, not one that goes on', async () => {
  const { core, say, of, settled } = bare()
  for (let channel = 1; channel <= CHANNEL_LIMIT; channel++) say({ ...attach, channel })
  say({ ...attach, channel: 99 })
  say(attach)
  await settled()
  expect(of('refused')).toEqual([
    { type: 'refused', why: 'too many terminals attached', channel: 99 },
    { type: 'refused', why: 'channel 1 is in use' },
  ])
  expect(core.terminals.viewers.size).toBe(CHANNEL_LIMIT)
})

it('goes on after a source that throws, and says nothing of its insides', async () => {
  const broken = () => {
    throw new Error('a bug with a secret in it')
  }
  const { say, messages, settled } = bare('control', { board: { watch: broken } })
  say({ type: 'watch' })
  await settled()
  expect(messages.map(({ type }) => type)).toEqual(['hello', 'refused', 'pong'])
  expect(JSON.stringify(messages)).not.toContain('secret')
})

it('lets go of everything when the client leaves', async () => {
  const { core, say, cut, settled } = bare()
  say({ type: 'watch' })
  say(attach)
  await settled()
  expect([core.board.watchers(), core.board.readers().length, core.terminals.viewers.size]).toEqual([1, 1, 1])
  cut()
  expect([core.board.watchers(), core.board.readers().length, core.terminals.viewers.size]).toEqual([0, 0, 0])
})
