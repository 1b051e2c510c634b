import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { ForwardView } from '../../contract/telemetry.ts'
import { agentTelemetry, COST, INPUT, OUTPUT, PROMPT, REQUESTS } from './agent-telemetry.ts'
import { openLine } from './line.ts'
import { openMachine, type Machine } from './machine.ts'

const PATIENCE = { timeout: 90_000, interval: 200 }
const CALM = 3

test('three Batons, one cut off and one killed, forward to a fourth: nothing is lost, nothing is doubled', async () => {
  const team = await openMachine({})
  const line = await openLine(team.receivers.http)
  const [cutOff, killed, calm] = await Promise.all([
    openMachine({ forward: { endpoint: line.url } }),
    openMachine({ forward: { endpoint: team.receivers.http } }),
    openMachine({ forward: { endpoint: team.receivers.http } }),
  ])
  const machines = [cutOff, killed, calm]
  const agents = [
    agentTelemetry('http/protobuf', cutOff.receivers, 'of-the-one-that-is-cut-off'),
    agentTelemetry('http/json', killed.receivers, 'of-the-one-that-is-killed'),
    agentTelemetry('grpc', calm.receivers, 'of-the-calm-one'),
  ]
  const sendAll = async (): Promise<void> => {
    await Promise.all(agents.map((agent) => agent.send()))
  }

  for (let n = 0; n < CALM; n += 1) await sendAll()
  await vi.waitFor(async () => expect((await forwardOf(cutOff)).sent).toBeGreaterThan(0), PATIENCE)

  await line.cut()
  for (let n = 0; n < CALM; n += 1) await sendAll()
  await vi.waitFor(async () => {
    const { state, queued, problem } = await forwardOf(cutOff)
    expect({ state, problem: problem?.code }).toEqual({ state: 'waiting', problem: 'forward-away' })
    expect(queued.requests).toBeGreaterThanOrEqual(2 * CALM)
  }, PATIENCE)

  // Its agent sends on meanwhile: what was not acknowledged comes again.
  const meanwhile = sendAll().then(sendAll).then(sendAll)
  await killed.kill()
  await killed.start()
  await meanwhile
  // What waits on its disk outlives the one that is cut off, too.
  await cutOff.kill()
  await cutOff.start()
  expect((await forwardOf(cutOff)).queued.requests).toBeGreaterThanOrEqual(2 * CALM)
  await line.mend()
  await sendAll()

  for (const machine of machines) {
    await vi.waitFor(async () => expect(await forwardOf(machine)).toMatchObject({ queued: { requests: 0 } }), PATIENCE)
    expect(await forwardOf(machine)).toMatchObject({ state: 'idle', dropped: {}, problem: null })
  }

  expect(line.seen.length).toBeGreaterThan(0)
  expect(Buffer.concat(line.seen).includes(PROMPT)).toBe(false)

  const sessions = await team.ask('telemetry.sessions', { limit: 100 })
  const requests = agents.map((agent) => agent.batches() * REQUESTS)
  expect(requests).toEqual(Array.from({ length: 3 }, () => (2 * CALM + 4) * REQUESTS))
  for (const [index, { requests: told, tokens, costUsd }] of sessions.toSorted(byName).entries()) {
    const count = requests[index] ?? 0
    expect({ told, tokens, costUsd }).toMatchObject({
      told: count,
      tokens: { input: count * INPUT, output: count * OUTPUT },
      costUsd: count * COST,
    })
  }
  expect(sessions).toHaveLength(3)

  await Promise.all([team, ...machines].map((machine) => machine.end()))
  const sum = machines.flatMap((machine) => figuresOf(machine)).toSorted()
  expect(figuresOf(team)).toEqual(sum)
  expect(sum.filter((figure) => figure.startsWith('metrics'))).toHaveLength(3)
})

async function forwardOf(machine: Machine): Promise<ForwardView> {
  const state = await machine.ask('telemetry.state', {})
  if (state === null || state.forward === null) throw new Error('it does not forward')
  return state.forward
}

function byName(a: { sessionId: string | null }, b: { sessionId: string | null }): number {
  return ORDER.indexOf(a.sessionId ?? '') - ORDER.indexOf(b.sessionId ?? '')
}

const ORDER = ['of-the-one-that-is-cut-off', 'of-the-one-that-is-killed', 'of-the-calm-one']

/** Everything that a Baton counted, by all that tells it apart but the minute. */
function figuresOf({ dataDir }: Machine): string[] {
  const database = new Sqlite(join(dataDir, 'baton.db'), { readonly: true })
  const rows = database
    .prepare<[], Record<string, string | number>>(
      `SELECT signal, name, model, type, agent_sources.key AS source, sum(count) AS points, sum(value) AS value
       FROM telemetry_minutes JOIN telemetry_kinds ON telemetry_kinds.id = kind_id
       JOIN telemetry_sources AS agent_sources ON agent_sources.id = source_id
       GROUP BY signal, name, model, type, source`,
    )
    .all()
  database.close()
  return rows.map((row) => Object.values(row).join(' ')).toSorted()
}
