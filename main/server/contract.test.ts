import { afterEach, describe, expect, it, vi } from 'vitest'
import type { StoredEvent } from '../../contract/events.ts'
import { connect } from './client.ts'
import { memoryClient } from './memory-client.ts'
import { createTestCore, SERIES, seriesView, serve } from './test-core.ts'
import type { TestCore } from './test-core.ts'
import type { CoreClient } from './types.ts'
import { eventually } from './test-request.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const transports: { name: string; open(core: TestCore): Promise<CoreClient> }[] = [
  {
    name: 'HTTP and WebSocket',
    async open(core) {
      const server = await serve(core)
      closing.push(server.close)
      return connect({ url: server.url, token: core.token })
    },
  },
  {
    name: 'memory',
    open: async (core) =>
      memoryClient({
        handlers: core.handlers,
        follow: core.hub,
        terminals: core.terminals,
        board: core.board,
        notices: core.notices,
        fault: (error) => core.faults.push(error),
      }),
  },
]

/** Everything a follower is told, in order. */
function notes() {
  const said: string[] = []
  const seqs: number[] = []
  return {
    said,
    seqs,
    event: ({ seq, event }: StoredEvent) => {
      seqs.push(seq)
      said.push(`event ${seq} ${event.type === 'needs-attention' ? event.why : ''}`)
    },
    view: (view: { activity: string }) => void said.push(`view ${view.activity}`),
    closed: (why: string) => void said.push(`closed ${why}`),
  }
}

describe.each(transports)('the contract over $name', ({ open }) => {
  it('gives results, with defaults filled in and agent-written text cleaned', async () => {
    const core = createTestCore()
    const client = await open(core)
    core.show({ boxes: [{ number: 1, title: 'do \u001b[31mit\u202E', done: false }], why: 'a\nb' })
    const boxes = [{ number: 1, title: 'do [31mit', done: false }]
    expect(await client.call('series.get', { id: SERIES })).toEqual({
      ok: true,
      value: seriesView({ boxes, why: 'a\nb' }),
    })
    expect(await client.call('core.quit', {})).toEqual({ ok: true, value: { said: 'force: false' } })
  })

  it('gives problems as values', async () => {
    const client = await open(createTestCore())
    expect(await client.call('series.get', { id: 'no\u0007pe' })).toEqual({
      ok: false,
      problem: {
        code: 'unknown-series',
        thing: 'nope',
        cause: 'there is no such series',
        remedy: 'see `baton series`',
      },
    })
  })

  it('names the parameter that is wrong', async () => {
    const client = await open(createTestCore())
    const outcome = await client.call('logs.read', { lines: 0 })
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'invalid-params', thing: 'logs.read' } })
    expect(outcome.ok ? '' : outcome.problem.cause).toMatch(/^lines: /)
  })

  it('refuses a method that the core does not have', async () => {
    const client = await open(createTestCore())
    const outcome = await client.call('toString' as 'core.status', {})
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'unknown-method' },
    })
  })

  it('keeps a handler’s bug inside, and says nothing of its insides', async () => {
    const client = await open(createTestCore())
    const outcome = await client.call('series.list', {})
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'internal' } })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(await client.call('core.quit', {})).toMatchObject({ ok: true })
  })

  it('tells an answer of another version apart', async () => {
    const client = await open(createTestCore())
    expect(await client.call('logs.read', {})).toMatchObject({ ok: false, problem: { code: 'core-mismatch' } })
  })

  it('follows: the view, what was stored, what comes, what changes', async () => {
    const core = createTestCore()
    const client = await open(core)
    for (const why of ['a', 'b', 'c\u202E']) core.append(why)
    const heard = notes()
    client.follow(SERIES, 1, heard)
    await eventually(() => expect(heard.said).toEqual(['view working', 'event 2 b', 'event 3 c']))
    core.append('d')
    core.show({ activity: 'handing\u0007 over' })
    await eventually(() => expect(heard.said.slice(3)).toEqual(['event 4 d', 'view handing over']))
  })

  it('follows without a gap or a double across leaving and coming back', async () => {
    const core = createTestCore()
    const client = await open(core)
    const first = notes()
    const left = client.follow(SERIES, 0, first)
    for (let n = 0; n < 400; n++) core.append()
    await eventually(() => expect(first.seqs.length).toBeGreaterThan(100))
    left.close()
    const had = first.seqs.length
    for (let n = 0; n < 600; n++) core.append()
    const second = notes()
    client.follow(SERIES, first.seqs.at(-1) ?? 0, second)
    await eventually(() => expect(had + second.seqs.length).toBe(1000))
    expect([...first.seqs, ...second.seqs]).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1))
    expect(first.said.join()).not.toContain('closed')
  })

  it('says why a series cannot be followed', async () => {
    const client = await open(createTestCore())
    const heard = notes()
    client.follow('nope', 0, heard)
    await eventually(() =>
      expect(heard.said).toEqual(['closed nope: there is no such series. See `baton series` for those there are.']),
    )
  })

  it('attaches: title first, the screen, then what is typed early and late', async () => {
    const core = createTestCore()
    const client = await open(core)
    const said: string[] = []
    const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
    const handle = client.attach(
      SERIES,
      { columns: 0, rows: 24 },
      {
        attached: ({ sessionId, title }) => said.push(`attached ${sessionId} ${title}`),
        replay: (bytes) => said.push(`replay ${text(bytes)}`),
        output: (bytes) => said.push(`output ${text(bytes)}`),
        detached: (why) => said.push(`detached ${why}`),
      },
    )
    handle.write(Buffer.from('early'))
    handle.resize(100, 40)
    await eventually(() => expect(said).toEqual(['attached s-1 one]0;x', 'replay screen', 'output EARLY']))
    handle.write(Buffer.from('é'))
    handle.write(Buffer.from('exit'))
    await eventually(() => expect(said.slice(3)).toEqual(['output É', 'detached it ended by itself']))
    expect(core.terminals.sizes).toEqual(['1x24', '100x40'])
  })

  it('leaves a terminal', async () => {
    const core = createTestCore()
    const client = await open(core)
    const said: string[] = []
    const handle = client.attach(
      SERIES,
      { columns: 80, rows: 24 },
      {
        attached: () => said.push('attached'),
        replay: () => {},
        output: () => {},
        detached: () => said.push('detached'),
      },
    )
    await eventually(() => expect(said).toEqual(['attached']))
    handle.close()
    await eventually(() => expect(core.terminals.viewers.size).toBe(0))
    expect(said).toEqual(['attached'])
  })

  it.each([
    ['nope', 'nope: there is no such session. See `baton sessions`.'],
    ['broken', 'the core failed to attach the terminal'],
  ])('says why %s cannot be attached', async (target, why) => {
    const client = await open(createTestCore())
    const detached = vi.fn<(why: string) => void>()
    client.attach(target, { columns: 80, rows: 24 }, { attached() {}, replay() {}, output() {}, detached })
    await eventually(() => expect(detached.mock.calls).toEqual([[why]]))
  })
})
