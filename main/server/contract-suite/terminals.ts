import { expect, it } from 'vitest'
import { UNDRAWN_BYTES } from '../limits.ts'
import { createTestCore, SERIES } from '../test-core.ts'
import { eventually } from '../test-request.ts'
import { itWhere, screen } from './clients.ts'
import type { Transport } from './clients.ts'

const size = { columns: 80, rows: 24 }

export function terminalContract({ open, page, views }: Transport): void {
  it('attaches: title first, the screen, then what is typed early and late', async () => {
    const core = createTestCore()
    const client = await open(core)
    const { said, handlers } = screen()
    const handle = client.attach(SERIES, size, handlers)
    handle.write(Buffer.from('early'))
    handle.resize(100, 40)
    await eventually(() => expect(said).toEqual(['attached s-1 one]0;x', 'replay screen', 'output EARLY']))
    handle.write(Buffer.from('é'))
    handle.write(Buffer.from('exit'))
    await eventually(() => expect(said.slice(3)).toEqual(['output É', 'detached it ended by itself']))
    expect(core.terminals.sizes.at(-1)).toBe('100x40')
  })

  it('leaves a terminal, which had a size though the client told none', async () => {
    const core = createTestCore()
    const client = await open(core)
    const { said, handlers } = screen()
    const handle = client.attach(SERIES, { columns: 0, rows: 24 }, handlers)
    await eventually(() => expect(said).toHaveLength(2))
    expect(core.terminals.sizes).toEqual(['1x24'])
    handle.close()
    await eventually(() => expect(core.terminals.viewers.size).toBe(0))
    expect(said.join()).not.toContain('detached')
  })

  it.each([
    ['nope', 'nope: there is no such session. See `baton sessions`.'],
    ['broken', 'the core failed to attach the terminal'],
  ])('says why %s cannot be attached', async (target, why) => {
    const client = await open(createTestCore())
    const { said, handlers } = screen()
    client.attach(target, size, handlers)
    await eventually(() => expect(said).toEqual([`detached ${why}`]))
  })

  it('shows what an ended session left on its screen', async () => {
    const client = await open(createTestCore())
    const view = screen()
    client.attach('ended', size, view.handlers)
    await eventually(() => expect(view.said).toHaveLength(3))
    expect(view.said.slice(1)).toEqual(['replay last screen', 'detached the session had ended'])
    expect(view.attachedAs).toEqual([{ sessionId: 's-1', title: 'one]0;x', columns: 80, rows: 24, live: false }])
  })

  it('tells every other viewer of a new size', async () => {
    const core = createTestCore()
    const client = await open(core)
    const one = screen()
    const other = screen()
    client.attach(SERIES, size, one.handlers)
    await eventually(() => expect(one.said).toHaveLength(2))
    const handle = client.attach(SERIES, size, other.handlers)
    await eventually(() => expect(other.said).toHaveLength(2))
    handle.resize(132, 50)
    await eventually(() => expect(one.said.at(-1)).toBe('resized 132x50'))
    expect(other.said).toHaveLength(2)
  })

  it('carries bytes once and in order, wherever they are cut', async () => {
    const core = createTestCore()
    const client = await open(core)
    const view = screen()
    client.attach(SERIES, size, view.handlers)
    await eventually(() => expect(view.said).toHaveLength(2))
    const sent = Buffer.from('aж€𝄞\u001b[31m\0'.repeat(4_000))
    let start = 0
    for (let n = 0; start < sent.length; n++) {
      const end = Math.min(sent.length, start + 1 + ((n * 7919) % 61))
      core.terminals.out(sent.subarray(start, end))
      start = end
    }
    const screenAndSent = Buffer.concat([Buffer.from('screen'), sent])
    await eventually(() => expect(view.bytes().length).toBe(screenAndSent.length))
    expect(view.bytes().equals(screenAndSent)).toBe(true)
  })

  it('sends a long paste whole', async () => {
    const core = createTestCore()
    const client = await open(core)
    const view = screen()
    const handle = client.attach(SERIES, size, view.handlers)
    await eventually(() => expect(view.said).toHaveLength(2))
    const paste = 'ж€𝄞a'.repeat(50_000)
    handle.write(Buffer.from(paste))
    await eventually(() => expect(core.terminals.typed().length).toBe(paste.length))
    expect(core.terminals.typed()).toBe(paste)
  })

  itWhere(page)('takes the size that there is', async () => {
    const core = createTestCore()
    const client = await open(core)
    const view = screen()
    client.attach(SERIES, null, view.handlers)
    await eventually(() => expect(view.attachedAs).toMatchObject([{ columns: 120, rows: 30, live: true }]))
    expect(core.terminals.sizes).toEqual(['none'])
  })

  itWhere(views)('lets one who may only look neither type nor size', async () => {
    const core = createTestCore()
    const client = await open(core, 'view')
    const view = screen()
    const handle = client.attach(SERIES, size, view.handlers)
    await eventually(() => expect(view.said).toHaveLength(2))
    handle.write(Buffer.from('rm -rf'))
    handle.resize(1, 1)
    core.terminals.out(Buffer.from('!'))
    await eventually(() => expect(view.said.at(-1)).toBe('output !'))
    expect([core.terminals.sizes, core.terminals.typed()]).toEqual([['none'], ''])
  })

  itWhere(page)('leaves out a viewer that does not draw, until it has, and replays to it', async () => {
    const core = createTestCore()
    const client = await open(core)
    const slow = screen()
    const quick = screen()
    const slowHandle = client.attach(SERIES, size, slow.handlers)
    const quickHandle = client.attach(SERIES, size, quick.handlers)
    await eventually(() => expect(core.terminals.viewers.size).toBe(2))
    await eventually(() => expect(quick.said).toHaveLength(2))
    const chunk = Buffer.alloc(64 * 1024, 'x')
    // The two share what one alone may have on its way.
    const rounds = UNDRAWN_BYTES / 2 / chunk.length
    let drawn = 'screen'.length
    for (let n = 1; n <= rounds; n++) {
      expect(core.terminals.out(chunk)).toEqual({ written: 2, skipped: 0 })
      await eventually(() => expect(quick.said).toHaveLength(2 + n))
      quickHandle.drawn?.(chunk.length + (n === 1 ? drawn : 0))
    }
    expect(core.terminals.out(chunk)).toEqual({ written: 1, skipped: 1 })
    await eventually(() => expect(slow.bytes().length).toBe(drawn + rounds * chunk.length))
    slowHandle.drawn?.(drawn)
    for (let n = 0; n < rounds / 2; n++) slowHandle.drawn?.(chunk.length)
    await eventually(() => expect([...core.terminals.viewers].map((one) => one.writable())).toEqual([true, true]))
    const last = Buffer.from('new'.repeat(400))
    expect(core.terminals.out(last)).toEqual({ written: 2, skipped: 0 })
    await eventually(() => expect(slow.said.at(-1)).toBe(`replay ${last.subarray(-1_000).toString()}`))
    await eventually(() => expect(quick.said.at(-1)).toBe(`output ${last.toString()}`))
  })
}
