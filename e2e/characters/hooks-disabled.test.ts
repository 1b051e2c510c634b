import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import { play } from '../support/play.ts'

test('hooks that a settings file switches off are refused at the start, by name', async () => {
  const stage = await play({ character: worker() })
  const file = join(stage.world.home, '.claude/settings.json')
  mkdirSync(join(stage.world.home, '.claude'), { recursive: true })
  writeFileSync(file, JSON.stringify({ disableAllHooks: true }))
  const run = stage.run()
  expect((await run.exited).code).toBe(1)
  expect(run.stderr()).toContain('disableAllHooks')
  expect(run.stderr()).toContain(file)
  expect(run.events.filter(({ type }) => type === 'series.started')).toEqual([])
  expect(stage.model.requests()).toEqual([])
})
