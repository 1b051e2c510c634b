import { join } from 'node:path'
import { UNATTRIBUTED_MODEL } from '../../contract/ledger.ts'
import type { ScanState } from '../../contract/observed.ts'
import { claudeTranscripts } from '../../main/agents/claude/transcripts.ts'
import { openScan } from '../../main/discovery/scan.ts'
import { openStore } from '../../main/store/open.ts'
import type { LedgerSession } from '../../main/store/scan-types.ts'
import type { Store } from '../../main/store/types.ts'
import { dayAt } from '../../main/usage/days.ts'
import { keyOf } from './their-count.ts'
import { groupOf, type Counted } from './types.ts'

export interface OurCount {
  counted: Counted[]
  /** The ledger's own sums by day and model. */
  sums: Map<string, { day: string; model: string; tokens: number; usd: number }>
  /** What could not be read. */
  problems: ScanState['problems']
}

const ALL_ROWS = 1_000_000
const SESSIONS_A_PAGE = 500

/** What the ledger has of a configuration folder, read into a store of its own below `scratch`. */
export async function ourCount(configDir: string, scratch: string): Promise<OurCount> {
  const opened = await openStore({ dir: join(scratch, 'ledger') })
  if (!opened.ok) throw new Error(opened.problem.cause)
  const store = opened.value
  try {
    const scan = await openScan({
      ledger: store,
      agents: [claudeTranscripts],
      home: join(scratch, 'nobody'),
      env: { CLAUDE_CONFIG_DIR: configDir },
      settings: { folders: {}, prices: [] },
      told: () => {},
      sessions: () => {},
    })
    await scan.look()
    const { problems } = scan.state()
    scan.close()
    return { counted: await rowsOf(store), sums: await sumsOf(store), problems }
  } finally {
    await store.close()
  }
}

async function rowsOf(store: Store): Promise<Counted[]> {
  const rows: Counted[] = []
  for (const { sessionId } of await sessionsOf(store)) {
    // oxlint-disable-next-line no-await-in-loop -- one session's rows at a time
    for (const row of await store.ledgerRequests(sessionId)) {
      if (row.kind !== 'answer' || row.model === UNATTRIBUTED_MODEL) continue
      const { id, requestId, model, tokens, costUsd, costSource, at } = row
      const costIsOwn = costSource === 'agent'
      // The ledger keeps neither by row; what transcripts say of them comes from the other side.
      const left = { fast: false, webSearches: 0 }
      const key = keyOf({ messageId: id, requestId })
      rows.push({ key, day: dayAt(at), model, tokens, costUsd, costIsOwn, at, ...left })
    }
  }
  return rows
}

async function sessionsOf(store: Store): Promise<LedgerSession[]> {
  const sessions: LedgerSession[] = []
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- page after page
    const page = await store.ledgerSessions({ limit: SESSIONS_A_PAGE, offset: sessions.length })
    sessions.push(...page)
    if (page.length < SESSIONS_A_PAGE) return sessions
  }
}

async function sumsOf(store: Store): Promise<OurCount['sums']> {
  const by = ['day', 'model'] as ('day' | 'model')[]
  const { rows } = await store.usage({ from: null, until: null, by, order: 'key', limit: ALL_ROWS, agent: 'claude' })
  return new Map(
    rows.flatMap(({ day, model, tokens, costUsd }) => {
      if (day === undefined || model === undefined) return []
      const sum = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
      return [[groupOf({ day, model }), { day, model, tokens: sum, usd: costUsd }]]
    }),
  )
}
