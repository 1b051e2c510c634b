import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { makeWorld } from '../e2e/support/world.ts'
import { startCore } from './core.ts'
import { hostStandIns } from './hosted-stand-ins.ts'
import { median, type BenchResult } from './result.ts'
import { writeStandInAgent } from './stand-in-agent.ts'

const SETTLE_MS = 60_000
const QUICK_SETTLE_MS = 5_000
/** Beyond the first, which also loads what every session shares. */
const ADDED = 10
/** After the last session has drawn. */
const SESSIONS_SETTLE_MS = 15_000
const SAMPLES = 5
const SAMPLE_APART_MS = 1_000

const CORE_AIM_MB = 120
const SESSION_AIM_MB = 5
const KB_PER_MB = 1024

/**
 * The core's own share of memory (PSS: pages that others map too count in parts): at rest, with one session, and for each more. The
 * sessions' agents are stand-ins whose output fills the terminal's scrollback; their own memory is not counted.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  try {
    const core = await startCore(world)
    await delay(quick ? QUICK_SETTLE_MS : SETTLE_MS)
    const atRest = await samplePss(core.pid)
    const agent = writeStandInAgent(world.root, { draws: true })
    await hostStandIns(world, core, agent, 1)
    await delay(SESSIONS_SETTLE_MS)
    const withOne = await samplePss(core.pid)
    await hostStandIns(world, core, agent, ADDED)
    await delay(SESSIONS_SETTLE_MS)
    const withAll = await samplePss(core.pid)
    await core.close()
    const added = withAll.map((mb) => (mb - median(withOne)) / ADDED)
    return [
      result('PSS of the core at rest', atRest, CORE_AIM_MB),
      result('PSS of the core with one session', withOne, CORE_AIM_MB),
      result(`PSS for each more, of ${ADDED}`, added, SESSION_AIM_MB),
    ]
  } finally {
    await world.close()
  }
}

async function samplePss(pid: number): Promise<number[]> {
  const samples: number[] = []
  for (let n = 0; n < SAMPLES; n += 1) {
    const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    samples.push(Number(found?.[1]) / KB_PER_MB)
    await delay(SAMPLE_APART_MS)
  }
  return samples
}

function result(name: string, ours: number[], limit: number): BenchResult {
  const value = median(ours)
  return { name, unit: 'MB', ours, peer: null, aim: `≤ ${limit} MB`, value, met: value <= limit }
}
