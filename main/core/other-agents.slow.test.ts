import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { UsageRow } from '../../contract/ledger.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { RpcInput } from '../../contract/rpc.ts'
import type { RunningCore } from './open.ts'
import { coreOver, dataFolder } from './testing.ts'

const AGENTS = path.join(import.meta.dirname, '../agents')
const ROLLOUTS = path.join(AGENTS, 'codex/fixtures/rollouts')
const GEMINI = path.join(AGENTS, 'gemini/fixtures/home')
const TELEMETRY = { httpPort: 0, grpcPort: 0 }
type Query = Omit<RpcInput<'usage.query'>, 'from' | 'until'>

/** A home with what the real CLIs wrote, and a core that serves in it. */
async function coreInHome(): Promise<RunningCore> {
  const home = mkdtempSync(path.join(tmpdir(), 'baton-agents-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const day = path.join(home, '.codex/sessions/2026/11/22')
  mkdirSync(day, { recursive: true })
  for (const version of readdirSync(ROLLOUTS))
    cpSync(path.join(ROLLOUTS, version), day, { recursive: true, filter: (file) => !file.endsWith('told.json') })
  cpSync(GEMINI, path.join(home, '.gemini'), { recursive: true })
  return coreOver(dataFolder(), { serve: { port: 0 }, telemetry: TELEMETRY, env: { PATH: '', HOME: home } })
}

async function valueOf<T>(answer: Promise<Outcome<T>>): Promise<T> {
  const outcome = await answer
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.value
}

const scan = (core: RunningCore) => valueOf(core.client.call('scan.look', {}))
const usage = async (core: RunningCore, query: Query) =>
  valueOf(core.client.call('usage.query', { from: null, until: null, ...query }))

async function tell(core: RunningCore, file: string): Promise<void> {
  const port = core.receivers.find(({ protocol }) => protocol === 'http')?.port
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`http://127.0.0.1:${port}/v1/logs`, {
    method: 'POST',
    headers,
    body: readFileSync(file),
  })
  expect(response.status).toBe(200)
}

function sumsOf({ agent, requests, errors, turns, tokens }: UsageRow): unknown {
  const { input, output, cacheRead, cacheWrite5m } = tokens
  return { agent, requests, errors, turns, tokens: [input, cacheWrite5m, cacheRead, output] }
}

/** What the scripted API said, added up by hand. 0.110.0 does not know of writes to the cache. */
const CODEX = {
  agent: 'codex',
  // 3 threads of 7, 2 forks of 1, a thread of 2 and its subagent's 1.
  requests: 26,
  errors: 2,
  // Three in each thread, one in each fork, one in that with a subagent.
  turns: 12,
  tokens: [
    2 * 23_500 + 24_500 + 2 * 800 + 3_000 + 7_000 + 500,
    2 * 1_000,
    3 * 85_400 + 2 * 13_200 + 9_000 + 12_000,
    3 * 980 + 2 * 33 + 100 + 22 + 44,
  ],
}

describe('Codex CLI and Gemini CLI', () => {
  it('are counted from their transcripts, each response once, by session and project', async () => {
    const core = await coreInHome()
    expect((await scan(core)).sessions).toBe(10)
    const { rows } = await usage(core, { by: ['agent'] })
    expect(rows.map(sumsOf)).toEqual([
      CODEX,
      // Four of the resumed chat, two of the document, two and two with the subagent. A turn may be just about to call a tool.
      { agent: 'gemini', requests: 10, errors: 0, turns: 2, tokens: [15_450, 0, 67_800, 286] },
    ])
    const projects = await usage(core, { by: ['project'], agent: 'codex' })
    expect(projects.rows.map(({ project }) => project)).toEqual(['/home/dev/project'])
  })

  it('are counted once where telemetry tells of the same responses, whichever came first', async () => {
    const rollout = path.join(ROLLOUTS, '0.169.0-fast-subagent/told.json')
    const orders = [
      [
        scan,
        (core: RunningCore) => tell(core, rollout),
        (core: RunningCore) => tell(core, path.join(GEMINI, 'told.json')),
      ],
      [
        (core: RunningCore) => tell(core, path.join(GEMINI, 'told.json')),
        (core: RunningCore) => tell(core, rollout),
        scan,
      ],
    ]
    const answers = []
    for (const steps of orders) {
      const core = await coreInHome()
      for (const step of steps) await step(core)
      answers.push((await usage(core, { by: ['agent', 'model', 'costSource'] })).rows)
    }
    const [first, second] = answers
    expect(second).toEqual(first)
    const counted = first?.map(({ agent, model, costSource, requests }) => [agent, model, costSource, requests])
    expect(counted).toEqual([
      ['codex', 'gpt-5.5', 'list', 26],
      // Requests that failed.
      ['codex', 'gpt-5.5', 'none', 0],
      ['gemini', 'gemini-3-flash-preview', 'none', 2],
      // The router's requests are in telemetry alone.
      ['gemini', 'gemini-3.5-flash', 'list', 2],
      ['gemini', 'gemini-3.8-flash', 'list', 8],
    ])
  })
})
