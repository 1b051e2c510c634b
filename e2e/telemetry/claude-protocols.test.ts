import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TelemetrySession, TelemetryState } from '../../contract/telemetry.ts'
import type { CoreClient } from '../../main/server/types.ts'
import { registryStatus, startClaude } from '../support/claude.ts'
import { costStates, transcriptText } from '../support/cost-state.ts'
import { setStage, type Stage } from '../support/hand-played.ts'
import { maker } from '../support/maker.ts'
import { serve, toldByEnv, type Serving } from '../support/serving.ts'

const PATIENCE = { timeout: 60_000, interval: 100 }
/** Of the issue, USD. */
const NEAR = 0.005
const PROTOCOLS = ['http/json', 'http/protobuf', 'grpc'] as const

let stage: Stage
let serving: Serving
let client: CoreClient

beforeEach(async () => {
  stage = await setStage({ character: maker, usage: { base: 30_000, growth: 5_000 } })
  serving = await serve(stage)
  client = serving.client
})

afterEach(async () => {
  await serving.end()
  await stage.close()
})

test('sessions that export by each protocol are understood to the cent, and never mixed', async () => {
  const { world } = stage
  // All three in one folder.
  const told = [await playSession('http/json'), await playSession('http/protobuf'), await playSession('grpc')]
  expect(new Set(told.map(({ sessionId }) => sessionId)).size).toBe(PROTOCOLS.length)
  const costs = costStates(world)
  for (const session of told) {
    const { sessionId, costUsd } = session
    const own = costs.get(sessionId ?? '') ?? Number.NaN
    expect(own).toBeGreaterThan(0)
    expect(session.unpriced).toBe(0)
    expect(Math.abs((costUsd ?? 0) - own)).toBeLessThan(NEAR)
    const asked = stage.model.requests().filter((request) => request.sessionId === sessionId && request.usage !== null)
    // With the compaction, whose request no transcript tells of.
    expect(asked.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['main', 'subagent', 'auxiliary']))
    expect(session.requests).toBe(asked.length)
    expect(sumOf(session.tokens)).toBe(asked.reduce((sum, { usage }) => sum + sumOf(usage ?? {}), 0))
  }

  process.stdout.write(costTable(told, costs))
  const state = await stateNow()
  expect(state.unknown).toEqual([])
  expect(state.lastError).toBeNull()
  expect(state.received.logs['rejected'] ?? 0).toBe(0)
  for (const { protocol, requests } of state.receivers)
    expect([protocol, Object.keys(requests)]).toEqual([protocol, ['ok']])
})

/** Prompt with a tool and a subagent, compaction, another prompt; ends when Baton has heard all of it. */
async function playSession(protocol: (typeof PROTOCOLS)[number]): Promise<TelemetrySession> {
  const { world, project, hooks } = stage
  const env = { ...world.env, ...(await exportVariables(protocol)) }
  const stops = hooks.named('Stop').length
  const until = (count: number) => vi.waitFor(() => expect(hooks.named('Stop').length).toBe(stops + count), PATIENCE)
  const claude = startClaude({ world: { ...world, env }, project, hooksUrl: hooks.url, prompt: 'Make it' })
  await until(1)
  claude.prompt('Say another word')
  await until(2)
  const compactions = () => transcriptText(world, claude.sessionId).split('"compact_boundary"').length - 1
  await vi.waitFor(() => expect(registryStatus(world, claude.pid)).toBe('idle'), PATIENCE)
  claude.prompt('/compact')
  await vi.waitFor(() => expect(compactions()).toBe(1), PATIENCE)
  await vi.waitFor(() => expect(registryStatus(world, claude.pid)).toBe('idle'), PATIENCE)
  claude.prompt('And a last one')
  await until(3)
  claude.kill('SIGTERM')
  await claude.exited
  const asked = stage.model
    .requests()
    .filter(({ sessionId, usage }) => sessionId === claude.sessionId && usage !== null)
  return vi.waitFor(async () => {
    const found = (await sendersNow()).find(({ sessionId }) => sessionId === claude.sessionId)
    if (found === undefined) throw new Error('nothing was heard of it')
    expect(found.requests).toBe(asked.length)
    return found
  }, PATIENCE)
}

function costTable(told: readonly TelemetrySession[], costs: ReadonlyMap<string, number>): string {
  const rows = told.map(({ sessionId, requests, costUsd }, at) => {
    const own = costs.get(sessionId ?? '')
    return `${PROTOCOLS[at]?.padEnd(14)} ${String(requests).padStart(2)} requests  $${costUsd?.toFixed(6)}  cost-state $${own?.toFixed(6)}\n`
  })
  return `\n${rows.join('')}`
}

function sumOf(tokens: object): number {
  return Object.values(tokens).reduce((sum: number, count: number) => sum + count, 0)
}

/** As `baton env` gives them, but for the protocol. */
async function exportVariables(protocol: (typeof PROTOCOLS)[number]): Promise<Record<string, string>> {
  const said = await toldByEnv(stage)
  const endpoint = protocol === 'grpc' ? { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${said.grpc}` } : {}
  return { ...said.variables, OTEL_EXPORTER_OTLP_PROTOCOL: protocol, ...endpoint }
}

async function sendersNow(): Promise<TelemetrySession[]> {
  const told = await client.call('telemetry.sessions', {})
  if (!told.ok) throw new Error(told.problem.cause)
  return told.value
}

async function stateNow(): Promise<TelemetryState> {
  const told = await client.call('telemetry.state', {})
  if (!told.ok || told.value === null) throw new Error('the receiver says nothing of itself')
  return told.value
}
