import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AGENT_TELEMETRY } from '../main/agents/all-telemetry.ts'
import { decode } from '../main/otlp/decode.ts'
import { openTestStore } from '../main/store/testing.ts'
import type { Store } from '../main/store/types.ts'
import { createProcessor } from '../main/telemetry/process/pipeline.ts'
import type { Processor } from '../main/telemetry/types.ts'
import { openPointTable, type PointTable } from './point-table.ts'
import { randomSource } from './random.ts'
import type { BenchResult } from './result.ts'
import { bodyOf, exportsOf, SESSIONS, type Export } from './telemetry-load.ts'

const MINUTES = 60
const QUICK_MINUTES = 6
/** Both sides take turns so often. */
const PARTS = 6
const WRITES_AIM = 0.1
/** Each transaction writes whole pages: fewer bytes than the peer is all that is aimed at. */
const BYTES_AIM = 1
const STORAGE_AIM = 0.3

/** Of one part of the load. */
interface Cost {
  transactions: number
  /** Handed to the operating system. */
  written: number
  ms: number
}

/**
 * What an hour of eight busy sessions costs the disk: through the processor into the store, beside a table that keeps each
 * point as it comes. Exports come one after the other, as those of eight sessions do.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const minutes = quick ? QUICK_MINUTES : MINUTES
  // Within the days that the processor takes for possible.
  const from = Math.floor(Date.now() / 3_600_000 - 2) * 3_600_000
  const load = exportsOf(randomSource(7), from, minutes)
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-writes-'))
  const ours = await openOurs(join(folder, 'ours'))
  const peer = openPointTable(join(folder, 'peer.db'))
  try {
    const costs = { ours: [] as Cost[], peer: [] as Cost[] }
    const before = { ours: sizeOf(join(folder, 'ours', 'baton.db')), peer: sizeOf(join(folder, 'peer.db')) }
    for (const part of partsOf(load)) {
      costs.ours.push(await measured(() => sendAll(ours, part)))
      costs.peer.push(await measured(async () => storeAll(peer, part)))
    }
    await checkSame(ours.store, load, minutes)
    await ours.processor.close()
    await ours.store.close()
    peer.close()
    // A closed database has its log written back.
    const bytes = {
      ours: sizeOf(join(folder, 'ours', 'baton.db')) - before.ours,
      peer: sizeOf(join(folder, 'peer.db')) - before.peer,
    }
    const points = load.reduce((sum, one) => sum + one.points.length, 0)
    const what = `telemetry, ${minutes} min of ${SESSIONS} sessions, ${points} points`
    return [
      compared(
        `${what}: transactions a second`,
        '1/s',
        costs,
        ({ transactions }) => transactions / partSeconds(minutes),
        WRITES_AIM,
      ),
      compared(
        `${what}: bytes handed to the disk a second`,
        'B/s',
        costs,
        ({ written }) => written / partSeconds(minutes),
        BYTES_AIM,
      ),
      ratio(
        `${what}: size of the database, an hour`,
        'kB',
        [perHour(bytes.ours, minutes)],
        [perHour(bytes.peer, minutes)],
        STORAGE_AIM,
      ),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const partSeconds = (minutes: number): number => (minutes * 60) / PARTS
const perHour = (bytes: number, minutes: number): number => ((bytes / 1_000) * 60) / minutes

interface Ours {
  store: Store
  processor: Processor
  /** So far. */
  commits(): number
  at(ms: number): void
}

async function openOurs(dir: string): Promise<Ours> {
  const store = await openTestStore(dir)
  let [commits, now] = [0, 0]
  const ledger = {
    commit: async (batch: Parameters<Store['recordTelemetry']>[0]) => {
      await store.recordTelemetry(batch)
      commits += 1
    },
    streams: (keys: string[]) => store.telemetryStreams(keys),
    seen: (since: number) => store.telemetrySeen(since),
  }
  const fault = (error: unknown): void => {
    throw error
  }
  const settings = { dedupeMinutes: 60 }
  const rest = { agents: AGENT_TELEMETRY, settings, decode, forwarder: null, fault }
  const processor = await createProcessor({ ledger, now: () => now, ...rest })
  return { store, processor, commits: () => commits, at: (ms) => void (now = ms) }
}

async function sendAll(ours: Ours, load: Export[]): Promise<number> {
  const before = ours.commits()
  for (const one of load) {
    ours.at(one.at)
    const request = { signal: one.signal, encoding: 'json', protocol: 'http', body: bodyOf(one), at: one.at } as const
    const taken = await ours.processor.take(request)
    if (taken.did !== 'taken' || taken.rejected > 0) throw new Error(`not taken: ${JSON.stringify(taken)}`)
  }
  return ours.commits() - before
}

function storeAll(peer: PointTable, load: Export[]): number {
  let transactions = 0
  for (const one of load) {
    for (const point of one.points) {
      peer.add(one, point)
      transactions += 1
    }
  }
  return transactions
}

/** A store that kept less would be no peer. */
async function checkSame(store: Store, load: Export[], minutes: number): Promise<void> {
  const requests = load.flatMap(({ points }) => points).filter(({ name }) => name === 'api_request').length
  const [totals] = await store.telemetrySessions(1)
  const all = (await store.ledgerTotals()).reduce((sum, one) => sum + one.requests, 0)
  if (all !== requests || totals === undefined) throw new Error(`${all} requests of ${requests} in ${minutes} min`)
}

async function measured(work: () => Promise<number>): Promise<Cost> {
  const [before, began] = [writtenSoFar(), performance.now()]
  const transactions = await work()
  return { transactions, written: writtenSoFar() - before, ms: performance.now() - began }
}

/** Bytes that this process, with all its threads, handed to the operating system. */
function writtenSoFar(): number {
  return Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}

function sizeOf(path: string): number {
  return statSync(path).size
}

function partsOf(load: Export[]): Export[][] {
  const length = Math.ceil(load.length / PARTS)
  return Array.from({ length: PARTS }, (_, n) => load.slice(n * length, (n + 1) * length))
}

function compared(
  name: string,
  unit: string,
  costs: { ours: Cost[]; peer: Cost[] },
  pick: (cost: Cost) => number,
  aim: number,
) {
  return ratio(name, unit, costs.ours.map(pick), costs.peer.map(pick), aim)
}

function ratio(name: string, unit: string, ours: number[], peer: number[], aim: number): BenchResult {
  const sum = (figures: number[]) => figures.reduce((total, figure) => total + figure, 0)
  const value = sum(ours) / sum(peer)
  return { name, unit, ours, peer, aim: `≤ ${aim} × each point as it comes`, value, met: value <= aim }
}
