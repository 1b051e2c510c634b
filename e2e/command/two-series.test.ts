import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { runBaton, type BatonRun } from '../support/baton.ts'
import { statusOf, whereOf } from '../support/ask.ts'
import { linesOf, play, USUAL_TOOLS, type Play } from '../support/play.ts'
import { numberedBoxes, type Project } from '../support/project.ts'
import { thoughtful } from './characters.ts'

function runIn(stage: Play, project: Project, task: string, ...flags: string[]): BatonRun {
  const words = ['run', '--json', '--project', project.path, '--task', task, ...USUAL_TOOLS, ...flags]
  return runBaton(words, { env: stage.world.env, cwd: project.path })
}

/** A second task in a project, whose boxes write files of their own. */
function addTask(project: Project, task: string): void {
  const texts = {
    plan: '# Plan\n',
    context: '# Context\n',
    tasks: '- [ ] Write other/01.txt\n- [ ] Write other/02.txt\n',
  }
  for (const [part, text] of Object.entries(texts)) {
    const file = project.tasks.replaceAll(project.task, task).replace('-tasks.md', `-${part}.md`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

test('two series in two projects run at once in one core, and both complete', async () => {
  const stage = await play({ character: thoughtful(), project: { boxes: numberedBoxes(3) } })
  const other = stage.world.project({ boxes: numberedBoxes(3), name: 'other', task: 'other-task' })
  const runs = [runIn(stage, stage.project, stage.project.task), runIn(stage, other, other.task)]
  await Promise.all(runs.map((run) => run.waitForEvent('session.started')))
  const status = await statusOf(whereOf(stage))
  expect(status.series.map((series) => series.status)).toEqual(['running', 'running'])
  expect(status.sessions.filter(({ live }) => live)).toHaveLength(2)

  for (const run of runs) {
    expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 1, tasks: { done: 3, open: 0 } })
    expect((await run.exited).code).toBe(0)
    expect(new Set(run.events.map((event) => event.series)).size).toBe(1)
  }
  for (const project of [stage.project, other])
    for (const box of ['01', '02', '03']) expect(linesOf(project, `out/${box}.txt`)).toHaveLength(1)
})

test('a second series in one work tree is refused unless both are shared', async () => {
  const stage = await play({ character: thoughtful(), project: { boxes: numberedBoxes(4) } })
  const { project } = stage
  addTask(project, 'second-task')
  const first = stage.run()
  const { series } = await first.waitForEvent('session.started')

  const shares: string[][] = [[], ['--shared']]
  for (const flags of shares) {
    const refused = runIn(stage, project, 'second-task', ...flags)
    expect((await refused.exited).code).toBe(1)
    expect(refused.stdout()).toBe('')
    expect(refused.stderr()).toContain(
      `baton: ${project.path}: the series ${series} (${project.task}) works in it. Wait`,
    )
    expect(refused.stderr()).toContain('--shared')
  }

  const shared = stage.run('--shared')
  await shared.waitForEvent('policy.changed', ({ changes }) => changes['shared'] === true)
  const second = runIn(stage, project, 'second-task', '--shared')
  await second.waitForEvent('session.started')
  for (const run of [first, shared, second]) {
    await run.waitForEvent('series.completed')
    expect((await run.exited).code).toBe(0)
  }
  for (const file of ['out/01.txt', 'out/04.txt', 'other/01.txt', 'other/02.txt'])
    expect(linesOf(project, file)).toHaveLength(1)
})
