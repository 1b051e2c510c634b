import { expect, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import { numberedBoxes } from '../support/project.ts'
import { eventsOf, path, play } from '../support/play.ts'

test("the CLI's own compaction is held back until the handover is safe", async () => {
  // The CLI compacts at 67 000 of this window; due is far away.
  const stage = await play({
    character: worker(),
    usage: { base: 40_000, growth: 8_000 },
    env: { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '100000' },
    project: { boxes: numberedBoxes(3) },
  })
  const run = stage.run()
  expect((await run.waitForEvent('checkpoint.requested')).reason).toBe('compaction')
  expect(await run.waitForEvent('checkpoint.verified')).toMatchObject({ n: 1, kind: 'agent' })
  await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
  expect(eventsOf(run, 'checkpoint.requested').map(({ reason }) => reason)).not.toContain('due')
  expect(path(run).filter((type) => type === 'checkpoint.rejected')).toEqual([])
  const texts = stage.model.requests().map(({ body }) => JSON.stringify(body))
  expect(texts.filter((text) => text.includes('This session is being continued from a previous'))).toEqual([])
})
