import { expect, test, vi } from 'vitest'
import { laterPrompts, mainRequests } from '../support/evidence.ts'
import { numberedBoxes } from '../support/project.ts'
import { linesOf, path, play } from '../support/play.ts'
import { asker } from './models/asker.ts'

const ENTER = '\r'
const ONE_SESSION = [
  'series.started',
  'session.started',
  'pickup',
  'waiting',
  'checkpoint.verified',
  'session.ended',
  'series.completed',
]

test.each([
  ['permission', /^the agent wants to use Bash: touch asked-for\.txt/],
  ['question', /^the agent asks you something/],
] as const)('asker: a %s holds the loop until a person answers it at the terminal', async (by, waiting) => {
  const stage = await play({ character: asker(by), project: { boxes: numberedBoxes(2) } })
  const run = stage.run('--allowed-tools', 'Read Write Edit')
  const { sessionId } = await run.waitForEvent('session.started')
  const { series, for: why } = await run.waitForEvent('waiting')
  expect(why).toMatch(waiting)
  expect(why).toContain(`baton attach ${series}`)
  const asked = mainRequests(stage, sessionId).length

  const type = await stage.attach(series)
  expect(mainRequests(stage, sessionId)).toHaveLength(asked)
  expect(stage.project.read('asked-for.txt')).toBeNull()
  type(ENTER)
  await vi.waitFor(() => expect(mainRequests(stage, sessionId).length).toBeGreaterThan(asked), { timeout: 60_000 })
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 1, tasks: { done: 2, open: 0 } })
  expect((await run.exited).code).toBe(0)

  expect(path(run)).toEqual(ONE_SESSION)
  expect(laterPrompts(stage, sessionId)).toEqual([])
  expect(stage.project.read('asked-for.txt')).toBe(by === 'permission' ? '' : null)
  expect(linesOf(stage.project, 'out/02.txt')).toEqual(['done: Write out/02.txt'])
})
