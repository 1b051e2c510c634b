import { failure } from '../../../contract/problem.ts'
import { StoreError } from '../../store/store-error.ts'
import type { StreamState, TelemetryBatch } from '../../store/telemetry-types.ts'
import type { TelemetryLedger } from '../types.ts'

export interface TestLedger extends TelemetryLedger {
  batches: TelemetryBatch[]
  /** What a commit does from here on; `late`: it is done, and fails all the same. */
  commits: 'well' | 'fail' | 'late'
  /** A commit waits for it. */
  gate: Promise<void>
  /** Sum and points of a name over all minutes, or of one source. */
  total(name: string, source?: string): { count: number; value: number }
}

/** Keeps what is committed in memory, as the store does on disk. */
export function testLedger(): TestLedger {
  const streams = new Map<string, StreamState>()
  const ledger: TestLedger = {
    batches: [],
    commits: 'well',
    gate: Promise.resolve(),
    async commit(batch) {
      await ledger.gate
      const mode = ledger.commits
      if (mode === 'fail') throw fullDisk()
      // As a message to another thread would: nothing that changes later is seen.
      const kept = structuredClone(batch)
      ledger.batches.push(kept)
      for (const state of kept.streams) streams.set(state.key, state)
      if (mode === 'late') throw fullDisk()
    },
    streams: (keys) => Promise.resolve(keys.flatMap((key) => streams.get(key) ?? [])),
    seen: (since) => Promise.resolve(ledger.batches.filter(({ at }) => at >= since).map(({ seen }) => seen)),
    total(name, source) {
      const minutes = ledger.batches.flatMap((batch) => batch.minutes)
      const told = minutes.filter((one) => one.name === name && (source === undefined || one.source === source))
      return told.reduce((sum, { count, value }) => ({ count: sum.count + count, value: sum.value + value }), {
        count: 0,
        value: 0,
      })
    },
  }
  return ledger
}

function fullDisk(): StoreError {
  return new StoreError(failure('disk-full', 'the store', 'the disk is full', 'make room').problem)
}
