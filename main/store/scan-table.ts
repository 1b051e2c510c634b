import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import { nanoOf } from './counted.ts'
import type { LedgerNames } from './ledger-names.ts'
import { localHour } from './local-hour.ts'
import type { PlanLimitTable } from './plan-limit-table.ts'
import type { ReportedCostTable } from './reported-cost-table.ts'
import { requestsIn, type BlockRequest } from './request-block.ts'
import type { RollUps } from './roll-ups.ts'
import type { ScanBatch, TranscriptFile } from './scan-types.ts'
import type { TranscriptFileTable } from './transcript-file-table.ts'
import type { UsageRow } from './usage-merge.ts'
import type { UsageTable } from './usage-table.ts'

export interface ScanParts {
  names: LedgerNames
  sums: RollUps
  files: TranscriptFileTable
  reported: ReportedCostTable
  limits: PlanLimitTable
  usage: UsageTable
}

/** What a look at transcripts brought; inside a transaction. Files come first: who made a request follows from their age. */
export function scanRecorder(database: Database, parts: ScanParts): (batch: ScanBatch) => void {
  const { names, sums, files, reported, limits, usage } = parts
  const younger = database.prepare<[number, number, number]>(
    `UPDATE agent_sessions SET born_at = ? WHERE id = ? AND ifnull(born_at > ?, 1)`,
  )
  const forks = database.prepare<[number], number>(`SELECT id FROM agent_sessions WHERE forked_from = ?`).pluck()

  function recordFile(file: TranscriptFile): void {
    files.save(file)
    if (file.sessionId === null) return
    const session = names.session({ key: file.sessionId, named: true, agent: file.agent })
    sums.touch(session)
    if (file.agentId !== null) return
    if (younger.run(file.bornAt, session, file.bornAt).changes > 0) usage.decideAgain(session)
    for (const one of file.reported) reported.save(session, one)
    if (file.reported.length > 0) for (const fork of forks.all(session)) sums.touch(fork)
  }
  return (batch) => {
    for (const file of batch.files) recordFile(file)
    const agents = new Map(batch.files.map(({ sessionId, agent }) => [sessionId, agent]))
    const usual = batch.files[0]?.agent ?? 'claude'
    for (const block of batch.requests)
      for (const request of requestsIn(block)) usage.record(rowOf(request, agents.get(request.session) ?? usual, names))
    for (const limit of batch.limits) limits.save(limit)
  }
}

function rowOf(request: BlockRequest, agent: AgentName, names: LedgerNames): UsageRow {
  const { message, session, model, failed, endsTurn, fast, cost, costIsOwn, at } = request
  return {
    messageId: message,
    requestId: request.request,
    session: names.session({ key: session, named: true, agent }),
    agentId: request.agentId,
    model: names.model(model),
    failed: failed ? 1 : 0,
    endsTurn: endsTurn ? 1 : 0,
    fast: fast ? 1 : 0,
    input: request.input,
    output: request.output,
    cacheRead: request.cacheRead,
    cacheWrite5m: request.cacheWrite5m,
    cacheWrite1h: request.cacheWrite1h,
    webSearches: request.webSearches,
    costNano: nanoOf(cost),
    costIsOwn: costIsOwn ? 1 : 0,
    at,
    hour: localHour(at),
  }
}
