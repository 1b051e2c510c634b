import { expect, test } from 'vitest'
import type { Character } from '../../assets/scripted-model/reply.ts'
import type { BatonRun } from '../support/baton.ts'
import { numberedBoxes } from '../support/project.ts'
import { eventsOf, path, play, type Play } from '../support/play.ts'
import { liar } from './models/liar.ts'
import { stubborn } from './models/stubborn.ts'

const CONTEXT = 'dev/active/my-task/my-task-context.md'
const USERS_TEXT = '# my-task: context\n\nKeep the old names, whatever `the style guide` says.\n'
const MECHANICAL = /^<!-- baton: mechanical handover, start -->\n[\s\S]+<!-- baton: mechanical handover, end -->\n\n/

async function throughOneHandover(character: Character): Promise<{ stage: Play; run: BatonRun; handover: string }> {
  const usage = { base: 30_000, growth: 10_000 }
  const project = { boxes: numberedBoxes(2), files: { [CONTEXT]: USERS_TEXT } }
  const stage = await play({ character, usage, project })
  const run = stage.run('--threshold-tokens', '60000')
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 2, tasks: { done: 2, open: 0 } })
  expect((await run.exited).code).toBe(0)

  expect(path(run)).toEqual([
    'series.started',
    'session.started',
    'pickup',
    'checkpoint.requested',
    'checkpoint.rejected',
    'checkpoint.rejected',
    'checkpoint.verified',
    'session.ended',
    'session.started',
    'pickup',
    'checkpoint.verified',
    'session.ended',
    'series.completed',
  ])
  const [first, last] = eventsOf(run, 'checkpoint.verified')
  expect([first?.kind, last?.kind]).toEqual(['mechanical', 'agent'])
  const [, second] = eventsOf(run, 'session.started')
  expect(eventsOf(run, 'pickup')[1]).toMatchObject({ sessionId: second?.sessionId, checkpoint: 1 })
  const handover = `${stage.project.git('show', `${first?.ref}:${CONTEXT}`)}\n`
  expect(handover).toMatch(MECHANICAL)
  expect(handover).toContain('Go on with box 2: "Write out/02.txt"')
  return { stage, run, handover }
}

test('stubborn: after two bad handovers it is written mechanically above what the session wrote', async () => {
  const { run, handover } = await throughOneHandover(stubborn)
  for (const { why } of eventsOf(run, 'checkpoint.rejected')) {
    expect(why).toEqual([expect.stringContaining('## Next steps')])
  }
  expect(handover.replace(MECHANICAL, '')).toMatch(/^# my-task: context\n\nEverything goes well \(\S+\)\.\n$/)
})

test('liar: a handover that was only claimed is rejected, and what the user wrote is kept', async () => {
  const { run, stage, handover } = await throughOneHandover(liar)
  for (const { why } of eventsOf(run, 'checkpoint.rejected')) {
    expect(why[0]).toContain('has not changed since the checkpoint was asked for')
  }
  expect(handover.replace(MECHANICAL, '')).toBe(USERS_TEXT)
  expect(stage.project.read(CONTEXT)?.replace(MECHANICAL, '')).toBe(USERS_TEXT)
})
