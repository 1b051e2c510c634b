import { expect, test, vi } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import type { RpcInput, RpcMethod, RpcResult } from '../../contract/rpc.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { CoreClient } from '../../main/server/types.ts'
import { costStates } from '../support/cost-state.ts'
import { tokensOf } from '../support/evidence.ts'
import { play } from '../support/play.ts'
import { numberedBoxes } from '../support/project.ts'
import { clientOf } from '../support/watch.ts'

const PATIENCE = { timeout: 60_000, interval: 250 }
/** Of the issue, USD. */
const NEAR = 0.005

test('a hosted series is told of by transcript and telemetry, and counted once', async () => {
  const usage = { base: 30_000, growth: 10_000 }
  const stage = await play({ character: worker(), usage, project: { boxes: numberedBoxes(3) } })
  const run = stage.run('--threshold-tokens', '60000')
  const completed = await run.waitForEvent('series.completed')
  const client = await clientOf(stage)
  expect(completed.sessions).toBeGreaterThan(1)

  await vi.waitFor(async () => {
    const sessions = await ask(client, 'session.list', {})
    expect(sessions.map(({ captured }) => captured)).toEqual(sessions.map(() => 1))
    expect(sessions).toHaveLength(completed.sessions)
  }, PATIENCE)
  const asked = stage.model.requests().filter((request) => request.usage !== null)
  const report = await ask(client, 'series.report', { id: completed.series })
  expect(written(report.tokens)).toEqual(written(tokensOf(asked)))
  expect(report.unattributedUsd ?? Number.NaN).toBeLessThan(NEAR)
  const own = [...costStates(stage.world).values()].reduce((sum, cost) => sum + cost, 0)
  expect(own).toBeGreaterThan(0)
  expect(Math.abs(report.costUsd - own)).toBeLessThan(NEAR)

  // What telemetry alone knows is the same.
  const told = await ask(client, 'telemetry.sessions', {})
  expect(told.map(({ seriesId }) => seriesId)).toEqual(told.map(() => completed.series))
  expect(told.reduce((sum, { requests }) => sum + requests, 0)).toBe(asked.length)
  const state = await ask(client, 'telemetry.state', {})
  expect(state).toMatchObject({ unknown: [], lastError: null })
})

async function ask<M extends RpcMethod>(client: CoreClient, method: M, params: RpcInput<M>): Promise<RpcResult<M>> {
  const answer = await client.call(method, params)
  if (!answer.ok) throw new Error(answer.problem.cause)
  return answer.value
}

/** The model does not say for how long the cache is written; the CLI does in its telemetry. */
function written({ cacheWrite5m, cacheWrite1h, ...rest }: TokenCounts): object {
  return { ...rest, cacheWrite: cacheWrite5m + cacheWrite1h }
}
