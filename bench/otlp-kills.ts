import { setTimeout as delay } from 'node:timers/promises'
import { makeWorld } from '../e2e/support/world.ts'
import { startCore } from './core.ts'
import { portsOf, readKept, urlFor, urlsAt } from './otlp-core.ts'
import { PER_REQUEST, POINT_VALUE, RECORD_TOKENS, type LoadSignal } from './otlp-payload.ts'
import type { Protocol } from './otlp-send.ts'
import { startSender } from './otlp-sender.ts'
import type { BenchResult } from './result.ts'

const KILLS = 3
/** How long a receiver lives before it is killed, ms. */
const LIFE_MS = 1_500
const CONNECTIONS = 8
/** Points of `token.usage` in a request of metrics; see the payload. */
const TOKEN_POINTS = 36

/** Enough that the last kill is in the midst of it. */
const LOADS: { protocol: Protocol; signal: LoadSignal; requests: number }[] = [
  { protocol: 'http/json', signal: 'logs', requests: 500 },
  { protocol: 'http/protobuf', signal: 'metrics', requests: 500 },
  { protocol: 'grpc', signal: 'logs', requests: 500 },
]

/**
 * Loss: the core is killed (SIGKILL) three times while eight sessions send, and started again at the same ports; the sender
 * sends again what was not acknowledged. Then what was acknowledged is counted in the database.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const load of quick ? LOADS.slice(0, 1) : LOADS) results.push(...(await killed(load)))
  return results
}

async function killed({ protocol, signal, requests }: (typeof LOADS)[number]): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  const sender = startSender(world.env)
  let core = await startCore(world)
  try {
    const ports = await portsOf(core)
    let done = false
    const url = urlFor(urlsAt(ports), protocol)
    const sending = sender
      .play({ url, protocol, signal, connections: CONNECTIONS, requests, apart: 0 })
      .finally(() => (done = true))
    for (let kill = 0; kill < KILLS; kill += 1) {
      await delay(LIFE_MS)
      if (done) throw new Error(`the load was over before kill ${kill + 1}: it shows nothing`)
      await core.kill()
      core = await startCore(world, {}, ports)
    }
    const { records, again } = await sending
    await core.close()
    const kept = await readKept(world)
    const sent = records / PER_REQUEST
    const perRecord = Object.values(RECORD_TOKENS).reduce((sum, tokens) => sum + tokens, 0)
    const [found, expected] =
      signal === 'logs'
        ? [
            [kept.requests, kept.records, kept.tokens],
            [records, records, records * perRecord],
          ]
        : [
            [kept.points, kept.value],
            [sent * TOKEN_POINTS, sent * TOKEN_POINTS * POINT_VALUE],
          ]
    const what = `${signal} over ${protocol}, ${KILLS} kills, ${again} sent again`
    return [
      counted(`lost of ${records} acknowledged ${what}`, found, expected, -1),
      counted(`counted twice of the same`, found, expected, 1),
    ]
  } finally {
    sender.close()
    await core.close()
    await world.close()
  }
}

/** How far any of the figures is below (-1) or above (1) what it must be. */
function counted(name: string, found: number[], expected: number[], side: -1 | 1): BenchResult {
  const off = found.map((figure, n) => Math.max(0, side * (figure - (expected[n] ?? Number.NaN))))
  const value = Math.max(...off)
  return { name, unit: '', ours: off, peer: null, aim: 'none', value, met: value === 0 }
}
