import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { makeWorld } from '../e2e/support/world.ts'
import { startCore } from './core.ts'
import { portsOf, urlsAt } from './otlp-core.ts'
import { startSender } from './otlp-sender.ts'
import { median, type BenchResult } from './result.ts'

/** 5,000 records a second for a minute: far above what all sessions of one machine send. */
const CONNECTIONS = 100
const APART_MS = 1_000
const SECONDS = 60
const QUICK_SECONDS = 15
const SETTLE_MS = 20_000
const QUICK_SETTLE_MS = 5_000
const SAMPLE_APART_MS = 500
const BASE_SAMPLES = 5
const MEMORY_AIM_MB = 30
const LOOP_AIM_MS = 10
const KB_PER_MB = 1024

/** What a load of telemetry costs the rest of the core: its memory (PSS) over idle, and the delay of its main thread's event loop. */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  const core = await startCore(world)
  const sender = startSender(world.env)
  try {
    const { http: url } = urlsAt(await portsOf(core))
    const load = { url, protocol: 'http/protobuf', signal: 'logs', connections: CONNECTIONS } as const
    await delay(quick ? QUICK_SETTLE_MS : SETTLE_MS)
    core.watchLoop()
    const before = await sample(core.pid, BASE_SAMPLES)
    const idle = await core.loopDelay()
    core.watchLoop()
    const seconds = quick ? QUICK_SECONDS : SECONDS
    const [played, during] = await Promise.all([
      sender.play({ ...load, requests: seconds, apart: APART_MS }),
      sample(core.pid, (seconds * 1_000) / SAMPLE_APART_MS),
    ])
    const loop = await core.loopDelay()
    const rate = `${Math.round(played.records / (played.ms / 1_000)).toLocaleString('en')} records/s`
    const grown = Math.max(...during) - median(before)
    return [
      {
        name: `PSS of the core over ${seconds} s at ${rate}`,
        unit: 'MB',
        ours: during,
        peer: before,
        aim: `at most + ${MEMORY_AIM_MB} MB over idle`,
        value: grown,
        met: grown <= MEMORY_AIM_MB,
      },
      {
        name: `event-loop delay of the main thread, p99, at ${rate}`,
        unit: 'ms',
        ours: [loop],
        peer: [idle],
        aim: `p99 ≤ ${LOOP_AIM_MS} ms (peer: idle)`,
        value: loop,
        met: loop <= LOOP_AIM_MS,
      },
    ]
  } finally {
    sender.close()
    await core.close()
    await world.close()
  }
}

async function sample(pid: number, count: number): Promise<number[]> {
  const samples: number[] = []
  for (let n = 0; n < count; n += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await delay(SAMPLE_APART_MS)
    const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    samples.push(Number(found?.[1]) / KB_PER_MB)
  }
  return samples
}
