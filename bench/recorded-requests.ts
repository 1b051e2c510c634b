import type { LedgerRequest } from '../contract/ledger.ts'
import { blockWriter } from '../main/store/request-block.ts'
import type { LedgerSession, ScanBatch } from '../main/store/scan-types.ts'

/** A session's requests as a look at its transcript would bring them. */
export function requestsOf(session: LedgerSession, requests: readonly LedgerRequest[]): ScanBatch {
  const writer = blockWriter()
  for (const { id, requestId, agentId, model, tokens, costUsd, costSource, kind, endsTurn, at } of requests)
    writer.add({
      ...tokens,
      session: session.sessionId,
      message: id,
      request: requestId,
      agentId,
      model,
      failed: kind === 'error',
      endsTurn,
      fast: false,
      webSearches: 0,
      cost: costUsd,
      costIsOwn: costSource === 'agent',
      at,
    })
  const { agent, sessionId, project, title, path, firstAt, lastAt, context, ending } = session
  const place = {
    dev: '1',
    ino: '1',
    offset: 0,
    size: 0,
    changedAt: lastAt,
    headHash: '',
    damagedLines: 0,
    reader: '{}',
  }
  const file = {
    path: path ?? sessionId,
    agent,
    sessionId,
    agentId: null,
    project,
    title,
    bornAt: firstAt,
    firstAt,
    lastAt,
  }
  return { files: [{ ...file, ...place, context, reported: [], ending }], requests: [writer.take()], limits: [] }
}
