import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runBaton, type BatonRun } from './baton.ts'
import { makeWorld, type World } from './world.ts'

let world: World
beforeEach(() => {
  world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
})
afterEach(() => world.close())

function run(script: string, timing?: { selfRetry: number }): BatonRun {
  const entry = join(world.root, 'entry.mjs')
  writeFileSync(entry, script)
  return runBaton(['run', '--json'], { env: world.env, cwd: world.root, entry, ...(timing ? { timing } : {}) })
}

const LINE = `const say = (type, n) => JSON.stringify({ type, n }) + '\\n';`

test('events are read across chunks and found past and to come', async () => {
  const baton = run(`${LINE}
    process.stdout.write(say('series.started', 0) + say('nudge', 1).slice(0, 5))
    setTimeout(() => process.stdout.write(say('nudge', 1).slice(5) + say('nudge', 2)), 100)`)
  const second = await baton.waitForEvent('nudge', (event) => 'n' in event && event['n'] === 2)
  expect(second).toMatchObject({ type: 'nudge', n: 2 })
  expect(await baton.waitForEvent('series.started')).toMatchObject({ n: 0 })
  expect(await baton.exited).toEqual({ code: 0, signal: null })
  expect(baton.events.map(({ type }) => type)).toEqual(['series.started', 'nudge', 'nudge'])
})

test('waiting for what never comes fails when the command ends, and says what was seen', async () => {
  const baton = run(`${LINE} process.stdout.write(say('nudge', 1)); console.error('broken'); process.exitCode = 4`)
  await expect(baton.waitForEvent('pickup')).rejects.toThrow(/No pickup: the command ended\. Seen: nudge\n.*broken/s)
  expect((await baton.exited).code).toBe(4)
})

test("the command gets the test's waits and no other environment", async () => {
  const baton = run('console.error(JSON.stringify(process.env))', { selfRetry: 5 })
  await baton.exited
  const env = JSON.parse(baton.stderr()) as Record<string, string>
  expect(env).toEqual({ ...world.env, BATON_TEST_TIMING: '{"selfRetry":5}' })
})
