/** Between two looks at the ledger while someone looks, ms. Sessions answer every few seconds. */
export const LOOK_AGAIN_MS = 10_000
