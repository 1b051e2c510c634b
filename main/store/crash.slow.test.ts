import { expect, it, onTestFinished } from 'vitest'
import { killAmidWork } from './kill-for-tests.ts'
import { openTestStore, testFolder } from './testing.ts'

/** Commits without end, a checkpoint and an event each, and says each number once the store has it. */
const COMMITTER = `
const { openTestStore, seriesRow, transition, runEvent, checkpoint, facts, usage } = await import(process.argv[2])
const store = await openTestStore(process.argv[1])
if (!(await store.series('s1'))) await store.createSeries(seriesRow())
for (let n = (await store.lastSeq('s1')) + 1; ; n++) {
  const contents = [{ path: 'plan.md', text: 'plan ' + n + ' ' + 'x'.repeat(5000) }]
  // Facts too, so that the kill may fall between two kinds of writes.
  void store.recordFacts(facts({ usages: [usage({ messageId: 'm' + n })] }))
  await store.commit(transition({ state: { step: n }, events: [runEvent(String(n))], checkpoint: { row: checkpoint(n), contents } }))
  process.stdout.write(n + '\\n')
}
`

it('has every acknowledged transition after a kill, and none by half', { timeout: 60_000 }, async () => {
  const folder = testFolder()
  onTestFinished(folder.remove)
  let acknowledged = 0
  for (let round = 0; round < 3; round++) {
    const testing = new URL('./testing.ts', import.meta.url).href
    acknowledged = await killAmidWork(COMMITTER, [folder.dir, testing], acknowledged)

    const store = await openTestStore(folder.dir)
    const last = await store.lastSeq('s1')
    // The one that was being committed may be there or not; those said to be are.
    expect([acknowledged, acknowledged + 1]).toContain(last)
    expect(await store.series('s1')).toMatchObject({ state: { step: last } })
    expect((await store.transitions('s1')).map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, n) => n + 1))
    expect((await store.events('s1', 0)).map(({ event }) => event.type === 'waiting' && event.for)).toEqual(
      Array.from({ length: last }, (_, n) => String(n + 1)),
    )
    expect(await store.checkpoints('s1')).toHaveLength(last)
    expect((await store.checkpointContents('s1', last))?.[0]?.text).toContain(`plan ${last} `)
    await store.close()
    acknowledged = last
  }
})
