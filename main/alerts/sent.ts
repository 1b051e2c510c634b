/** What became of telling something once. `why`: cleaned, for a person. */
export type Sent =
  | { did: 'sent'; why: string | null }
  /** It may go well another time. */
  | { did: 'later'; why: string }
  /** It never will as it is. */
  | { did: 'never'; why: string }
