/** Typed before a terminal is attached: more than a person types or pastes in that moment, bytes. */
export const EARLY_INPUT_BYTES = 1024 * 1024

export interface EarlyInput {
  /** False: there is no more room. Nothing of it is kept, nor of what follows: a gap amid what is typed is worse than an end. */
  keep(bytes: Uint8Array): boolean
  /** All that was kept, in order; it is then empty. */
  take(): Uint8Array[]
}

/** What is typed for a terminal that is not there yet. */
export function createEarlyInput(limit = EARLY_INPUT_BYTES): EarlyInput {
  let kept: Uint8Array[] = []
  let size = 0
  return {
    keep(bytes) {
      size += bytes.length
      if (size > limit) return false
      kept.push(bytes)
      return true
    },
    take() {
      const taken = kept
      kept = []
      size = 0
      return taken
    },
  }
}
