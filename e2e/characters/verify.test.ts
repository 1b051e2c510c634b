import { expect, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import { linesAtHome, linesOf, path, play } from '../support/play.ts'
import { verifyFailsTwice } from './models/verify-fails-twice.ts'

const BOXES = ['Write out/01.txt']
const COUNTED = 'echo checked >> "$HOME/checks"'

test('the output of a failed check is the next prompt; the third check passes', async () => {
  const stage = await play({ character: verifyFailsTwice, project: { boxes: BOXES } })
  const check = `${COUNTED}; grep '^done:' out/01.txt || { echo 'out/01.txt holds a draft'; exit 7; }`
  const run = stage.run('--verify', check)
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 1, checkpoints: 1 })
  expect((await run.exited).code).toBe(0)
  expect(linesAtHome(stage.world, 'checks')).toHaveLength(3)
  expect(linesOf(stage.project, 'out/01.txt')).toEqual(['done: Write out/01.txt'])
  const told = stage.model.requests().flatMap(({ conversation }) => conversation?.requests ?? [])
  const failed = new Set(told.filter(({ kind }) => kind === 'verify-failed').map(({ at }) => at))
  expect(failed.size).toBe(2)
  expect(told.find(({ kind }) => kind === 'verify-failed')?.text).toMatch(
    /exit code 7\D[\s\S]*out\/01.txt holds a draft/,
  )
})

test('a check that always fails needs a person after three times', async () => {
  const stage = await play({ character: worker(), project: { boxes: BOXES } })
  const run = stage.run('--verify', `${COUNTED}; echo 'never good'; exit 1`)
  const { why } = await run.waitForEvent('needs-attention')
  expect(why).toMatch(/failed 3 times running.*never good/s)
  expect((await run.exited).code).toBe(4)
  expect(linesAtHome(stage.world, 'checks')).toHaveLength(3)
  expect(path(run)).not.toContain('checkpoint.verified')
})
