import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import type { Checkpoint } from '../../contract/series.ts'
import { ask, askJson, whereOf, type Said } from '../support/ask.ts'
import { checkpointRefs, gitState, kept, liveIn } from '../support/git-state.ts'
import { eventsOf, play } from '../support/play.ts'
import { numberedBoxes } from '../support/project.ts'

test('a run and every use of its checkpoints leave HEAD, branches, stash, index and work tree alone', async () => {
  const stage = await play({
    character: worker(),
    usage: { base: 30_000, growth: 5_000 },
    project: { boxes: numberedBoxes(6) },
  })
  const { project, world } = stage
  liveIn(project)
  const before = gitState(project)
  const run = stage.run('--threshold-tokens', '60000')
  const { series } = await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
  const verified = eventsOf(run, 'checkpoint.verified')
  expect(verified.length).toBeGreaterThanOrEqual(3)
  expect(checkpointRefs(project, series)).toEqual(verified.map(({ n }) => `refs/baton/${series}/${n}`))
  const after = gitState(project)
  expect(kept(after)).toEqual(kept(before))

  const where = whereOf(stage)
  /** One use of the checkpoints: what it says, and that nothing of the user's moved. */
  const use = async (code: number, ...words: string[]): Promise<Said> => {
    const said = await ask(where, 'checkpoints', ...words)
    expect({ ...said, words }).toMatchObject({ code, words })
    expect(gitState(project)).toEqual(after)
    return said
  }
  const listed = await askJson<Checkpoint>(where, 'checkpoints', series)
  expect(listed.map(({ n, ref }) => ({ n, ref }))).toEqual(verified.map(({ n, ref }) => ({ n, ref })))
  expect((await use(0, series)).stdout.split('\n').length).toBeGreaterThan(verified.length)
  expect((await use(0)).stdout).toContain('agent')
  expect((await use(0, series, 'show', '1')).stdout).toContain('my-task-context.md')
  // The first box was done before the first checkpoint, the last one after it.
  expect((await use(0, series, 'diff', '1')).stdout).toContain('+++ b/out/01.txt')
  const between = await use(0, series, 'diff', '2', '1')
  expect(between.stdout).toMatch(/^\+- \[x\] /m)
  expect(between.stdout).not.toContain('b/out/01.txt')
  expect((await use(0, series, 'diff', '1', 'now')).stdout).toContain('out/06.txt')

  const aside = join(world.root, 'aside')
  expect((await use(0, series, 'restore', '1', '--folder', '../aside')).stdout).toContain(aside)
  expect(readdirSync(join(aside, 'out'))).not.toContain('06.txt')
  expect(existsSync(join(aside, 'out/01.txt'))).toBe(true)
  expect(existsSync(join(aside, 'untracked.txt'))).toBe(true)
  expect((await use(1, series, 'restore', '1', '--folder', '../aside')).stderr).toContain('is there already')
  expect((await use(2, series, 'restore', '99', '--branch', 'no-such')).stderr).toContain(
    'there is none of that number',
  )
  expect((await use(2, series, 'prune')).stderr).toContain('--keep N')
  const dry = await use(0, series, 'prune', '--keep', '1', '--dry-run')
  expect(dry.stdout).toContain(String(verified.length - 1))
  expect(checkpointRefs(project, series)).toHaveLength(verified.length)
  await use(0, series, 'prune', '--keep', '1')
  expect(checkpointRefs(project, series)).toEqual([`refs/baton/${series}/${verified.length}`])
  expect(await askJson(where, 'checkpoints', series)).toHaveLength(1)

  // The one thing that is asked for is made, and nothing else.
  expect((await ask(where, 'checkpoints', series, 'restore', '--branch', 'rescued')).code).toBe(0)
  const last = gitState(project)
  expect({ ...last, refs: '', history: '' }).toEqual({ ...after, refs: '', history: '' })
  expect(project.git('show', 'rescued:out/06.txt')).toBe(project.read('out/06.txt')?.trim())
  expect((await ask(where, 'checkpoints', series, 'restore', '--branch', 'rescued')).code).toBe(1)
})
