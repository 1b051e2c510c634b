export type RefusalReason =
  | 'host'
  | 'origin'
  | 'cross-site'
  | 'unauthorised'
  | 'wrong-code'
  | 'too-many-codes'
  | 'tls'
  | 'unknown-route'
  | 'wrong-method'
  | 'content-type'
  | 'content-encoding'
  | 'body-too-large'
  | 'malformed'
  | 'timeout'
  | 'unknown-method'
  | 'invalid-params'
  | 'read-only'
  | 'too-many-calls'
  | 'too-many-connections'
  | 'too-many-clients'
  | 'client-message'
  | 'slow-client'

export interface Refusals {
  count(reason: RefusalReason): void
  /** How often each reason occurred since the start; reasons that never did are absent. */
  all(): Record<string, number>
}

/** `first` is told of the first refusal of each reason only: a flood must not fill the log. */
export function createRefusals(first: (reason: RefusalReason) => void): Refusals {
  const counts = new Map<RefusalReason, number>()
  return {
    count(reason) {
      const before = counts.get(reason) ?? 0
      counts.set(reason, before + 1)
      if (before === 0) first(reason)
    },
    all: () => Object.fromEntries(counts),
  }
}
