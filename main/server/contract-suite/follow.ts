import { expect, it } from 'vitest'
import { createTestCore, SERIES } from '../test-core.ts'
import { eventually } from '../test-request.ts'
import { itWhere, notes } from './clients.ts'
import type { Transport } from './clients.ts'

export function followContract({ open, views }: Transport): void {
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

  it('tells two followers of one series all of it, whenever each came', async () => {
    const core = createTestCore()
    const client = await open(core)
    for (let n = 0; n < 50; n++) core.append()
    const early = notes()
    const late = notes()
    client.follow(SERIES, 40, early)
    await eventually(() => expect(early.seqs).toHaveLength(10))
    for (let n = 0; n < 700; n++) core.append()
    client.follow(SERIES, 0, late)
    for (let n = 0; n < 50; n++) core.append()
    await eventually(() => expect([early.seqs.length, late.seqs.length]).toEqual([760, 800]))
    expect(late.seqs).toEqual(Array.from({ length: 800 }, (_, index) => index + 1))
    expect(early.seqs).toEqual(late.seqs.slice(40))
  })

  it('says why a series cannot be followed', async () => {
    const client = await open(createTestCore())
    const heard = notes()
    client.follow('nope', 0, heard)
    await eventually(() =>
      expect(heard.said).toEqual(['closed nope: there is no such series. See `baton series` for those there are.']),
    )
  })

  itWhere(views)('shows a series to one who may only look', async () => {
    const core = createTestCore()
    const heard = notes()
    ;(await open(core, 'view')).follow(SERIES, 0, heard)
    core.append('a')
    await eventually(() => expect(heard.said).toEqual(['view working', 'event 1 a']))
  })
}
