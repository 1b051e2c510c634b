import { createRefusals } from '../../server/refusals.ts'
import type { Refusals } from '../../server/refusals.ts'

/** How a request was answered that was not refused. */
export type Answered = 'ok' | 'partial' | 'busy' | 'malformed'

/** Counts of one receiver since its start. */
export interface Tally {
  refusals: Refusals
  answered(how: Answered): void
  bytes(count: number): void
  /** As `ReceiverView` has them: refusals as `refused:<reason>`. */
  view(): { requests: Record<string, number>; bytes: number }
}

/** `told` hears of the first refusal of each reason only: a flood must not fill the log. */
export function createTally(protocol: string, told: (what: string) => void): Tally {
  const counts = new Map<Answered, number>()
  let bytes = 0
  const refusals = createRefusals((reason) =>
    told(`telemetry over ${protocol}: a request was refused (${reason}); later ones are only counted`),
  )
  return {
    refusals,
    answered: (how) => void counts.set(how, (counts.get(how) ?? 0) + 1),
    bytes: (count) => void (bytes += count),
    view: () => ({
      requests: {
        ...Object.fromEntries(counts),
        ...Object.fromEntries(Object.entries(refusals.all()).map(([reason, n]) => [`refused:${reason}`, n])),
      },
      bytes,
    }),
  }
}
