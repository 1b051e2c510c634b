import { expect, it, vi } from 'vitest'
import type { Settings } from '../../contract/settings.ts'
import { responses, sessionId, testHome } from '../discovery/home-for-tests.ts'
import { coreOver, dataFolder } from './testing.ts'
import type { RunningCore } from './open.ts'

const SESSION = `-p/${sessionId(1)}.jsonl`

function homeWithOne() {
  const home = testHome()
  home.write(SESSION, responses(1, 'm1', 'm2'))
  return { ...home, env: { PATH: process.env['PATH'], HOME: home.home } }
}

async function call<T>(answer: Promise<{ ok: true; value: T } | { ok: false; problem: unknown }>): Promise<T> {
  const outcome = await answer
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.value
}

const requestsOf = async (core: RunningCore): Promise<number> =>
  (await call(core.client.call('usage.query', { from: null, until: null, by: [], order: 'key', limit: 1 }))).total
    .requests

async function changeUsage(core: RunningCore, usage: Partial<Settings['usage']>): Promise<void> {
  const { settings, revision } = await call(core.client.call('settings.get', {}))
  await call(
    core.client.call('settings.set', { settings: { ...settings, usage: { ...settings.usage, ...usage } }, revision }),
  )
}

it('reads by itself in a core that serves, tells the board, and follows', async () => {
  const home = homeWithOne()
  const core = await coreOver(dataFolder(), { serve: { port: 0 }, env: home.env })
  const phases: string[] = []
  const watch = core.client.watch('page', {
    board: (board) => void phases.push(board.scan.phase),
    change: (change) => void (change.kind === 'scan' && phases.push(change.scan.phase)),
    notify: () => {},
    closed: () => {},
  })
  await vi.waitFor(async () => expect(await requestsOf(core)).toBe(2), 10_000)
  await vi.waitFor(() => expect(phases.at(-1)).toBe('following'), 10_000)
  expect(await call(core.client.call('scan.state', {}))).toMatchObject({ phase: 'following', sessions: 1 })
  home.append(SESSION, responses(1, 'm3'))
  await vi.waitFor(async () => expect(await requestsOf(core)).toBe(3), 10_000)
  watch.close()
})

it('reads only when it is asked in a core that lives for one command', async () => {
  const home = homeWithOne()
  const core = await coreOver(dataFolder(), { env: home.env })
  expect(await call(core.client.call('scan.state', {}))).toMatchObject({ phase: 'off' })
  expect(await requestsOf(core)).toBe(0)
  expect(await call(core.client.call('scan.look', {}))).toMatchObject({ phase: 'following', sessions: 1 })
  expect(await requestsOf(core)).toBe(2)
})

it('does as the settings say, at once', async () => {
  const [home, other] = [homeWithOne(), testHome()]
  other.write(`-p/${sessionId(2)}.jsonl`, responses(2, 'm9'))
  const core = await coreOver(dataFolder(), { serve: { port: 0 }, env: home.env })
  await call(core.client.call('scan.look', {}))
  const folders = { claude: [`${other.home}/.claude`], codex: [], gemini: [] }
  await changeUsage(core, { folders })
  await vi.waitFor(async () => expect(await requestsOf(core)).toBe(3), 10_000)

  await changeUsage(core, { folders, discover: false })
  await vi.waitFor(async () => {
    expect(await call(core.client.call('scan.look', {}))).toMatchObject({ phase: 'off', roots: [] })
  }, 10_000)
  home.append(SESSION, responses(1, 'm3'))
  expect(await requestsOf(core)).toBe(3)
  await changeUsage(core, { folders, discover: true })
  await vi.waitFor(async () => expect(await requestsOf(core)).toBe(4), 10_000)
})
