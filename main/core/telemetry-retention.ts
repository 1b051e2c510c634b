import type { Settings } from '../../contract/settings.ts'
import type { TelemetryStore } from '../store/telemetry-types.ts'

/** What is let go of is looked for at the start and then so often: hashes of what was seen are kept for an hour as a rule. */
const PRUNE_EVERY_MS = 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 3_600_000
/** Streams that were silent so long have ended: a sender that comes back after it begins anew. */
const STREAM_SILENCE_DAYS = 7

export interface RetentionParts {
  store: Pick<TelemetryStore, 'pruneTelemetry'>
  settings(): Pick<Settings['telemetry'], 'dedupeMinutes' | 'keepDays'>
  fault(error: unknown): void
  now?(): number
}

/** Lets go of telemetry that is older than the settings want, piece by piece, so that nothing else waits for it. */
export function retainTelemetry({ store, settings, fault, now = Date.now }: RetentionParts): {
  close(): Promise<void>
} {
  const closing = new AbortController()
  let pruning: Promise<void> = Promise.resolve()
  async function prune(): Promise<void> {
    const { dedupeMinutes, keepDays } = settings()
    const before = {
      minutes: now() - keepDays * DAY_MS,
      seen: now() - dedupeMinutes * MINUTE_MS,
      streams: now() - STREAM_SILENCE_DAYS * DAY_MS,
    }
    while (!closing.signal.aborted && (await store.pruneTelemetry(before))) continue
  }
  const soon = (): void => {
    pruning = pruning.then(prune).catch(fault)
  }
  soon()
  const timer = setInterval(soon, PRUNE_EVERY_MS).unref()
  return {
    async close() {
      closing.abort()
      clearInterval(timer)
      await pruning
    },
  }
}
