import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import type { PriceOverride, PriceTable } from '../../contract/prices.ts'
import { success, type Outcome } from '../../contract/problem.ts'
import type { Settings } from '../../contract/settings.ts'
import { PRICE_TABLES, pricer, usePrices } from '../agents/prices.ts'
import type { LedgerStore, PricedRequest } from '../store/scan-types.ts'

/** Until what other threads had under way by the old prices is in the store. Settings that change again meanwhile are waited for. */
const SETTLE_MS = 2_000
/** Requests that are looked at, and that are written at once: no more than keeps the store for some ms. */
const PIECE = 1_000
const WRITTEN = 200
/** Between two pieces, for all that waits for the store. */
const REST_MS = 5
/** Pieces after which is written down how far it is. */
const PIECES_KEPT = 50
const OWNER_ONLY = 0o600

/** By which prices the ledger was priced, and how far that got. */
const Marks = z.strictObject({
  prices: z.string(),
  /** Null: all is priced by them. */
  pricing: z.strictObject({ after: z.string().nullable() }).nullable(),
})
type Marks = z.infer<typeof Marks>

export interface PriceDeskParts {
  store: Pick<LedgerStore, 'listPriced' | 'setListPrices'>
  dataDir: string
  settings(): Settings
  /** Costs in the ledger are others than before. */
  changed(): void
  fault(error: unknown): void
  /** For tests. */
  settleMs?: number
}

export interface PriceDesk {
  /** Prices anew what other prices were used for, an earlier core's too. */
  begin(): void
  /** Other settings are in force. */
  follow(before: Settings, after: Settings): void
  handlers: { 'usage.prices': () => Promise<Outcome<PriceTable[]>> }
  /** Resolves when nothing is being priced. */
  idle(): Promise<void>
  close(): Promise<void>
}

/**
 * Has all requests whose price is ours priced by the prices that hold: the built-in ones and a person's own. In pieces, between
 * everything else; what is cut off goes on with the next core.
 */
export function createPriceDesk(parts: PriceDeskParts): PriceDesk {
  const { store, fault } = parts
  const file = path.join(parts.dataDir, 'prices.json')
  let turn: Promise<void> = Promise.resolve()
  let stop = new AbortController()
  let closed = false
  usePrices(parts.settings().usage.prices)

  function begin(): void {
    stop.abort()
    if (closed) return
    stop = new AbortController()
    const { signal } = stop
    turn = turn.then(() => work(signal)).catch(fault)
  }

  async function work(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const overrides = parts.settings().usage.prices
    const prices = hashOf(overrides)
    const marks = await readMarks(file)
    if (marks?.prices === prices && marks.pricing === null) return
    await sleep(parts.settleMs ?? SETTLE_MS, undefined, { signal, ref: false }).catch(() => {
      // It is to end, or other prices came: `signal` says so.
    })
    if (signal.aborted) return
    const after = marks?.prices === prices ? (marks.pricing?.after ?? null) : null
    const done = await priceAll(overrides, { prices, after, signal })
    if (done.changed > 0) parts.changed()
    if (done.whole) await writeMarks(file, { prices, pricing: null })
  }

  async function priceAll(
    overrides: readonly PriceOverride[],
    { prices, after, signal }: { prices: string; after: string | null; signal: AbortSignal },
  ): Promise<{ whole: boolean; changed: number }> {
    const priceOf = pricer(overrides)
    let last = after
    let changed = 0
    for (let pieces = 0; ; pieces += 1) {
      if (pieces % PIECES_KEPT === 0) await writeMarks(file, { prices, pricing: { after: last } })
      if (signal.aborted) return { whole: false, changed }
      const { requests, next } = await store.listPriced(last, PIECE)
      const others = requests.flatMap((request) => {
        const { agent, model, tokens, at, fast, webSearches } = request
        const costUsd = priceOf(agent, model, tokens, { at, fast, webSearches })
        return isOther(request, costUsd) ? [{ id: request.id, costUsd }] : []
      })
      for (let start = 0; start < others.length; start += WRITTEN) {
        await store.setListPrices(others.slice(start, start + WRITTEN))
        await sleep(REST_MS)
      }
      changed += others.length
      if (next === null) return { whole: true, changed }
      last = next
      await sleep(REST_MS)
    }
  }

  return {
    begin,
    follow(before, after) {
      if (JSON.stringify(before.usage.prices) === JSON.stringify(after.usage.prices)) return
      usePrices(after.usage.prices)
      begin()
    },
    handlers: { 'usage.prices': async () => success([...PRICE_TABLES]) },
    idle: () => turn,
    async close() {
      closed = true
      stop.abort()
      await turn
    },
  }
}

/** The store keeps 10⁻⁹ USD. */
function isOther({ costUsd: kept }: PricedRequest, costUsd: number | null): boolean {
  const PER_USD = 1e9
  const nano = (usd: number | null): number | null => (usd === null ? null : Math.round(usd * PER_USD))
  return nano(kept) !== nano(costUsd)
}

/** Of the built-in prices and a person's own. */
function hashOf(overrides: readonly PriceOverride[]): string {
  return createHash('sha256')
    .update(JSON.stringify([PRICE_TABLES, overrides]))
    .digest('hex')
}

/** Null: nothing is known, and all is priced anew. */
async function readMarks(file: string): Promise<Marks | null> {
  try {
    return Marks.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null
  } catch {
    // Not there yet, or no JSON: pricing anew changes nothing that is right.
    return null
  }
}

async function writeMarks(file: string, marks: Marks): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(marks)}\n`, { mode: OWNER_ONLY })
}
