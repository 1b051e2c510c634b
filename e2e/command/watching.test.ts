import { expect, test, vi } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import type { Board, BoardChange } from '../../contract/board.ts'
import type { CoreClient } from '../../main/server/types.ts'
import { eventsOf, play } from '../support/play.ts'
import { numberedBoxes } from '../support/project.ts'
import { clientOf, watch } from '../support/watch.ts'

test('a board that is watched tells of two cycles, each thing once, and series follow the settings', async () => {
  const stage = await play({
    character: worker(),
    usage: { base: 30_000, growth: 5_000 },
    project: { boxes: numberedBoxes(6) },
  })
  const run = stage.run('--threshold-tokens', '60000')
  await run.waitForEvent('series.started')
  const client = await clientOf(stage)
  const desktop = watch(client, 'desktop')
  const page = watch(client, 'page')
  await vi.waitFor(() => expect([...desktop.boards, ...page.boards]).toHaveLength(2), PATIENCE)
  await run.waitForEvent('session.started')
  await setLimits(client)
  expect(await run.waitForEvent('policy.changed')).toMatchObject({ changes: { maxSessions: 9 } })
  const { series } = await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
  await vi.waitFor(() => expect(desktop.notices.map(({ kind }) => kind)).toContain('finished'), PATIENCE)
  await vi.waitFor(() => expect(lastOf(page.changes, series)).toBe('completed'), PATIENCE)

  const ids = desktop.notices.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(page.notices).toEqual([])
  const fresh = eventsOf(run, 'session.started')
  expect(fresh.length).toBeGreaterThanOrEqual(3)
  const cycles = desktop.notices.filter(({ kind }) => kind === 'cycle')
  expect(cycles.map(({ sessionId }) => sessionId)).toEqual(fresh.slice(1).map(({ sessionId }) => sessionId))
  for (const { sessionId } of fresh) {
    const states = statesOf([desktop.boards, desktop.changes].flat(), sessionId)
    expect(states).toContain('busy')
    expect(states.at(-1)).toBe('ended')
  }
  // The flag's threshold is not the settings' to change.
  const view = await client.call('series.get', { id: series })
  expect(view).toMatchObject({ ok: true, value: { policy: { thresholdTokens: 60_000, maxSessions: 9 } } })
})

const PATIENCE = { timeout: 60_000 }

async function setLimits(client: CoreClient): Promise<void> {
  const got = await client.call('settings.get', {})
  if (!got.ok) throw new Error(got.problem.cause)
  const { settings, revision } = got.value
  const policy = { ...settings.policy, maxSessions: 9, thresholdTokens: 150_000 }
  const set = await client.call('settings.set', { settings: { ...settings, policy }, revision })
  expect(set).toMatchObject({ ok: true })
}

/** The states that a session was seen in, in order. */
function statesOf(seen: (Board | BoardChange)[], sessionId: string): string[] {
  const sessions = seen.flatMap((one) => ('series' in one ? one.sessions : one.kind === 'session' ? [one.view] : []))
  return sessions.filter((session) => session.sessionId === sessionId).map(({ state }) => state)
}

function lastOf(changes: BoardChange[], series: string): string | undefined {
  return changes.flatMap((one) => (one.kind === 'series' && one.view.id === series ? [one.view.status] : [])).at(-1)
}
