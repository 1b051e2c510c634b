import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { makeWorld } from '../e2e/support/world.ts'
import { startCore, type BenchCore } from './core.ts'
import { hostStandIns } from './hosted-stand-ins.ts'
import { median, type BenchResult } from './result.ts'
import { writeFlood } from './terminal-agents.ts'
import { watchTerminal } from './watched-terminal.ts'

const FLOOD_MS = 60_000
const QUICK_FLOOD_MS = 15_000
const SAMPLE_APART_MS = 500
/** Before the flood, ms. */
const SETTLE_MS = 5_000
const BASE_SAMPLES = 5
const AIM_MB = 50
const KB_PER_MB = 1024
const SIZE = { columns: 120, rows: 40 }

/**
 * What the core's memory (PSS) grows by under a program that prints without end: seen by a viewer that acknowledges, by one that
 * reads and never acknowledges, and by one that reads nothing. Beside it the same memory before the flood.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  try {
    const core = await startCore(world)
    const [flood] = await hostStandIns(world, core, writeFlood(world.root), 1)
    if (flood === undefined) throw new Error('the flood is not hosted')
    process.kill(flood.pid, 'SIGSTOP')
    const good = await watchTerminal(core, flood.sessionId, SIZE)
    const bad = [await openIdler(core, flood.sessionId, true), await openIdler(core, flood.sessionId, false)]
    await delay(SETTLE_MS)
    const before = await sample(core, BASE_SAMPLES)
    good.taken()
    process.kill(flood.pid, 'SIGCONT')
    const during = await sample(core, (quick ? QUICK_FLOOD_MS : FLOOD_MS) / SAMPLE_APART_MS)
    const taken = good.taken()
    if (taken.bytes === 0) throw new Error('the flood was not seen')
    for (const socket of bad) socket.terminate()
    good.close()
    await core.close()
    const grown = during.map((mb) => mb - median(before))
    const value = Math.max(...grown)
    const seconds = (quick ? QUICK_FLOOD_MS : FLOOD_MS) / 1_000
    const name = `PSS of the core over ${seconds} s of flood (${(taken.bytes / 1e6).toFixed(0)} MB seen)`
    return [
      { name, unit: 'MB', ours: during, peer: before, aim: `at most + ${AIM_MB} MB`, value, met: value <= AIM_MB },
    ]
  } finally {
    await world.close()
  }
}

/** A viewer that never says what it has shown, and may not even read. */
async function openIdler(core: BenchCore, target: string, reads: boolean): Promise<WebSocket> {
  const { url, token } = core.address
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, { headers: { authorization: `Bearer ${token}` } })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const { columns, rows } = SIZE
  socket.send(JSON.stringify({ type: 'attach', channel: 0, target, columns, rows, acknowledges: reads }))
  await new Promise((resolve) => socket.once('message', resolve))
  if (!reads) socket.pause()
  return socket
}

async function sample(core: BenchCore, count: number): Promise<number[]> {
  const samples: number[] = []
  for (let n = 0; n < count; n += 1) {
    await delay(SAMPLE_APART_MS)
    const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${core.pid}/smaps_rollup`, 'utf8'))
    samples.push(Number(found?.[1]) / KB_PER_MB)
  }
  return samples
}
