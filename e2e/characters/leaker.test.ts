import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runBaton } from '../support/baton.ts'
import { numberedBoxes } from '../support/project.ts'
import { eventsOf, play } from '../support/play.ts'
import { LEAKED_KEY, leaker } from './models/leaker.ts'

const CONTEXT = 'dev/active/my-task/my-task-context.md'

/** Files under a folder that hold the text. */
function filesWith(folder: string, text: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => join(parentPath, name)).filter((file) => readFileSync(file).includes(text))
}

test('leaker: a key that stays in the handover is masked in what is kept; the file is left and named', async () => {
  const usage = { base: 30_000, growth: 10_000 }
  const stage = await play({ character: leaker, usage, project: { boxes: numberedBoxes(2) } })
  const run = stage.run('--threshold-tokens', '60000')
  const { series } = await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)

  expect(eventsOf(run, 'checkpoint.rejected').map(({ why }) => why)).toEqual([
    [expect.stringMatching(/secret.+my-task-context\.md, line \d+/)],
  ])
  const verified = eventsOf(run, 'checkpoint.verified')
  expect(verified.map(({ kind }) => kind)).toEqual(['agent', 'agent'])
  expect(verified[0]?.notes).toEqual([expect.stringContaining(`a secret in ${CONTEXT} is masked`)])
  expect(stage.project.read(CONTEXT)).toContain(LEAKED_KEY)

  const onRef = stage.project.git('show', `${verified[0]?.ref}:${CONTEXT}`)
  expect(onRef).toMatch(/The deploy key is (?!sk-ant)\S+/)
  expect(stage.project.git('log', '--all', '--patch')).not.toContain(LEAKED_KEY)

  const where = { env: stage.world.env, cwd: stage.project.path }
  const show = runBaton(['checkpoints', series, 'show', '1', '--json'], where)
  expect((await show.exited).code).toBe(0)
  const { contents } = JSON.parse(show.stdout()) as { contents: { path: string; text: string }[] }
  expect(contents.find(({ path }) => path === CONTEXT)?.text.trim()).toBe(onRef)
  expect(run.stdout()).not.toContain(LEAKED_KEY)
  expect(filesWith(stage.world.dataDir, LEAKED_KEY)).toEqual([])
})
