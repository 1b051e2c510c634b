import { expect, test, vi } from 'vitest'
import { firstWords, mainRequests } from '../support/evidence.ts'
import { numberedBoxes } from '../support/project.ts'
import { eventsOf, play, type Play } from '../support/play.ts'
import { worldProcesses } from '../support/processes.ts'
import { DEV_SERVER_COMMAND, DEV_SERVER_MARK, devServer } from './models/dev-server.ts'

function servers({ world }: Play): number[] {
  const all = worldProcesses(world.root).filter(({ argv }) => argv.join(' ').includes(DEV_SERVER_MARK))
  return all.map(({ pid }) => pid)
}

test('dev-server: the loop goes on beside it, it ends with its session, and the next one hears of it', async () => {
  // Two boxes and their answers, then the due point: 30, the server 40, box 1 to 70, box 2 to 100.
  const usage = { base: 30_000, growth: 10_000 }
  const stage = await play({ character: devServer, usage, project: { boxes: numberedBoxes(3) } })
  const run = stage.run('--threshold-tokens', '95000')
  const first = await run.waitForEvent('session.started')
  await vi.waitFor(() => expect(servers(stage)).not.toEqual([]), { timeout: 60_000, interval: 50 })
  const began = servers(stage)

  await run.waitForEvent('session.ended')
  const left = new Set(servers(stage))
  expect(began.filter((pid) => left.has(pid))).toEqual([])
  const second = await run.waitForEvent('session.started', ({ n }) => n === 2)
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 2, tasks: { done: 3, open: 0 } })
  expect((await run.exited).code).toBe(0)
  expect(servers(stage)).toEqual([])

  expect(eventsOf(run, 'checkpoint.verified').map(({ kind }) => kind)).toEqual(['agent', 'agent'])
  const tools = mainRequests(stage, first.sessionId).flatMap(({ reply }) => reply?.tools ?? [])
  expect(tools.filter(({ input }) => input['command'] === DEV_SERVER_COMMAND)).toHaveLength(1)
  expect(tools.filter(({ name }) => name === 'Edit')).toHaveLength(2)
  expect(firstWords(stage, first.sessionId)).not.toContain(DEV_SERVER_MARK)
  expect(firstWords(stage, second.sessionId)).toContain(DEV_SERVER_MARK)
})
