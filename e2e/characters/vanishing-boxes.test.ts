import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { statusOf, whereOf } from '../support/ask.ts'
import type { BatonRun } from '../support/baton.ts'
import { linesOf, play, type Play } from '../support/play.ts'
import { vanishingBoxes } from './models/vanishing-boxes.ts'

/** For a session that starts, on a machine that does other things as well. */
const PATIENCE_MS = 60_000

async function toTheGap(): Promise<{ stage: Play; run: BatonRun; series: string }> {
  const stage = await play({ character: vanishingBoxes })
  const run = stage.run()
  const { why, series } = await run.waitForEvent('needs-attention')
  expect(why).toContain('Write out/02.txt')
  expect(why).not.toContain('Write out/03.txt')
  expect((await run.exited).code).toBe(4)
  expect(stage.project.boxes().map(({ done }) => done)).toEqual([true, true])
  return { stage, run, series }
}

test('a box that left the list unticked calls a person, who puts it back', async () => {
  const { stage } = await toTheGap()
  const { tasks } = stage.project
  const gap = '- [x] Write out/01.txt\n'
  writeFileSync(tasks, readFileSync(tasks, 'utf8').replace(gap, `${gap}- [ ] Write out/02.txt\n`))
  const again = stage.run()
  expect(await again.waitForEvent('series.completed')).toMatchObject({ sessions: 1, tasks: { done: 3, open: 0 } })
  expect((await again.exited).code).toBe(0)
  expect(linesOf(stage.project, 'out/02.txt')).toEqual(['done: Write out/02.txt'])
})

test('a person who says that it may be gone has the series complete without it', async () => {
  const { stage, series } = await toTheGap()
  expect(await stage.command('series', 'resume', series)).toBe(0)
  // It may be done before anyone could follow it.
  const now = async () => (await statusOf(whereOf(stage))).series.find(({ id }) => id === series)
  await expect.poll(async () => (await now())?.status, { timeout: PATIENCE_MS }).toBe('completed')
  expect((await now())?.boxes.map(({ done }) => done)).toEqual([true, true])
  expect(stage.project.read('out/02.txt')).toBeNull()
})
