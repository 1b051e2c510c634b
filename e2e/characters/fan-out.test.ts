import { expect, test } from 'vitest'
import { contextOf, mainRequests, subagentRequests, tokensOf } from '../support/evidence.ts'
import { numberedBoxes } from '../support/project.ts'
import { eventsOf, play } from '../support/play.ts'
import { fanOut } from './models/fan-out.ts'

const AGENTS = 2
const WORK_MS = 4_000
/** More than the due point: taken for the session's own context it would show at once. */
const SUBAGENT_CONTEXT = 71_234

test('fan-out: a turn end with running subagents is waited past; they count for cost, not for the context', async () => {
  const character = fanOut({ agents: AGENTS, workMs: WORK_MS, context: SUBAGENT_CONTEXT })
  // At the first turn end, the sixth response, the due point is reached; subagents still run.
  const usage = { base: 30_000, growth: 5_000 }
  const stage = await play({ character, usage, project: { boxes: numberedBoxes(2) } })
  const run = stage.run('--threshold-tokens', '55000')
  const completed = await run.waitForEvent('series.completed')
  expect(completed).toMatchObject({ sessions: 2, tasks: { done: 2, open: 0 } })
  expect((await run.exited).code).toBe(0)

  const sessions = eventsOf(run, 'session.started').map(({ sessionId }) => sessionId)
  expect(sessions).toHaveLength(2)
  for (const [index, sessionId] of sessions.entries()) {
    const agents = subagentRequests(stage, sessionId)
    expect(agents).toHaveLength(AGENTS)
    const finished = Math.max(...agents.map(({ at }) => at + WORK_MS))
    const ended = mainRequests(stage, sessionId).find(({ reply }) => reply?.tools === undefined)
    expect(ended?.at).toBeLessThan(finished)
    const next = index === 0 ? eventsOf(run, 'checkpoint.requested')[0] : eventsOf(run, 'checkpoint.verified')[1]
    expect(Date.parse(next?.at ?? '')).toBeGreaterThanOrEqual(finished)
  }

  const own = mainRequests(stage).map((request) => contextOf(request.usage))
  for (const { used } of eventsOf(run, 'context')) expect(own).toContain(used)
  expect(own).not.toContain(SUBAGENT_CONTEXT)
  expect(completed.tokens).toEqual(tokensOf([...mainRequests(stage), ...subagentRequests(stage)]))
})
