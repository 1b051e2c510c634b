import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TelemetrySignal } from '../contract/telemetry.ts'
import { describeProblem } from '../contract/problem.ts'
import { openStore } from '../main/store/open.ts'
import type { Store } from '../main/store/types.ts'
import { playAdversary, type AdversaryResult } from '../main/telemetry/process/adversary-for-tests.ts'
import type { BenchResult } from './result.ts'

const SEEDS = [1, 2, 3]
const TICKS = 200
const QUICK_TICKS = 40
const SESSIONS = 4
/** Values are sums of floats in an order of their own. */
const NEAR = 1e-6
const FOREVER = 8.64e15

/**
 * Exactness over the real store: senders at their worst (resent in whole and in part, out of order, counters that begin
 * anew) and a Baton that restarts; then the same with commits that fail and kills in their midst. What must be there is
 * known.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const hostile of [false, true]) {
    const rounds: (AdversaryResult & { exact: number })[] = []
    // oxlint-disable-next-line no-await-in-loop -- each takes what the machine has
    for (const seed of SEEDS) rounds.push(await play(seed, hostile, quick ? QUICK_TICKS : TICKS))
    const sum = (figure: 'points' | 'resent' | 'restarts' | 'failures'): number =>
      rounds.reduce((all, round) => all + round[figure], 0)
    const how = hostile
      ? `${sum('failures')} failed commits, ${sum('restarts')} restarts and kills`
      : `${sum('restarts')} restarts`
    if (!hostile) {
      const caught = rounds.map((round) => (100 * round.caught) / round.resent)
      results.push(share(`duplicates caught of ${sum('resent')} resent among ${sum('points')} points, ${how}`, caught))
    }
    results.push(
      share(
        `streams whose totals are exact, ${how}`,
        rounds.map(({ exact, truths }) => (100 * exact) / truths.length),
      ),
    )
  }
  return results
}

async function play(seed: number, hostile: boolean, ticks: number): Promise<AdversaryResult & { exact: number }> {
  const dir = await mkdtemp(join(tmpdir(), 'baton-exact-'))
  const opened = await openStore({ dir })
  if (!opened.ok) throw new Error(describeProblem(opened.problem))
  const store = opened.value
  try {
    const ledger = {
      commit: store.recordTelemetry,
      streams: store.telemetryStreams,
      seen: store.telemetrySeen,
    }
    const result = await playAdversary({ seed, ledger, sessions: SESSIONS, ticks, hostile })
    const kept = await totals(store, new Set(result.truths.map(({ name }) => name)))
    const exact = result.truths.filter(({ session, name, count, value }) => {
      const found = kept.get(`${session} ${name}`)
      return found !== undefined && (count === null || found.count === count) && Math.abs(found.value - value) < NEAR
    })
    return { ...result, exact: exact.length }
  } finally {
    await store.close()
    await rm(dir, { recursive: true, force: true })
  }
}

/** By session and name, whatever signal told of it. */
async function totals(
  store: Store,
  names: ReadonlySet<string>,
): Promise<Map<string, { count: number; value: number }>> {
  const found = new Map<string, { count: number; value: number }>()
  for (const name of names) {
    for (const signal of TelemetrySignal.options) {
      const query = { signal, name, from: 0, until: FOREVER, step: null, by: ['session' as const] }
      // oxlint-disable-next-line no-await-in-loop -- a handful
      for (const { source, count, value } of await store.telemetryFigures(query)) {
        found.set(`${source} ${name}`, { count, value })
      }
    }
  }
  return found
}

function share(name: string, ours: number[]): BenchResult {
  const value = Math.min(...ours)
  return { name, unit: '%', ours, peer: null, aim: '100 %', value, met: value === 100 }
}
