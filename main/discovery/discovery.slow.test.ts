import { afterAll, expect, it, vi } from 'vitest'
import type { ScanState } from '../../contract/observed.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import { responses, sessionId, testHome } from './home-for-tests.ts'
import { startDiscovery } from './start.ts'

const { dir, remove } = testFolder()
const store = await openTestStore(dir)
afterAll(async () => {
  await store.close()
  remove()
})

function discoveryOf(home: string, sweepMs = 600_000) {
  const states: ScanState[] = []
  const sessions: string[] = []
  const faults: unknown[] = []
  const discovery = startDiscovery({
    store,
    home,
    env: {},
    settings: { folders: {}, prices: [] },
    sweepMs,
    state: (state) => states.push(state),
    sessions: (ids) => sessions.push(...ids),
    fault: (error) => faults.push(error),
  })
  return { discovery, states, sessions, faults }
}

it('reads into the store in a thread of its own, follows what is written, and goes on after a restart', async () => {
  const home = testHome()
  const name = `-p/${sessionId(1)}.jsonl`
  home.write(name, responses(1, 'm1', 'm2'))
  const first = discoveryOf(home.home)
  expect(await first.discovery.look()).toMatchObject({ phase: 'following', sessions: 1, files: { done: 1, total: 1 } })
  expect(await store.ledgerSessions({ limit: 9 })).toMatchObject([
    { sessionId: sessionId(1), figures: { requests: 2 } },
  ])

  // No sweep comes by: a notification alone has it looked into.
  home.append(name, responses(1, 'm3'))
  await vi.waitFor(
    async () => expect((await store.ledgerRequests(sessionId(1))).map(({ id }) => id)).toEqual(['m1', 'm2', 'm3']),
    10_000,
  )
  expect(first.sessions).toContain(sessionId(1))
  await first.discovery.close()
  expect(await first.discovery.look()).toBeNull()

  home.append(name, responses(1, 'm3', 'm4'))
  home.write(`-p/${sessionId(2)}.jsonl`, responses(2, 'm1', 'm5'))
  const second = discoveryOf(home.home)
  await second.discovery.look()
  const { total } = await store.usage({ from: null, until: null, by: [], order: 'key', limit: 10 })
  expect(total.requests).toBe(5)
  await second.discovery.close()
  expect([...first.faults, ...second.faults]).toEqual([])
})

it('sees by time what nobody notified of, and takes other folders up at once', async () => {
  const [home, other] = [testHome(), testHome()]
  const { discovery, sessions } = discoveryOf(home.home, 50)
  await discovery.look()
  home.write(`-new/${sessionId(11)}/subagents/deep/agent-a1.jsonl`, responses(11, 'm11'))
  await vi.waitFor(() => expect(sessions).toContain(sessionId(11)), 10_000)
  other.write(`-p/${sessionId(12)}.jsonl`, responses(12, 'm12'))
  discovery.use({ folders: { claude: [`${other.home}/.claude`] }, prices: [] })
  await vi.waitFor(() => expect(sessions).toContain(sessionId(12)), 10_000)
  await discovery.close()
})
