import { blockWriter, type BlockRequest } from '../store/request-block.ts'
import type { ScanBatch, TranscriptFile } from '../store/scan-types.ts'
import { priceOf } from '../agents/prices.ts'

/** A request of a transcript at list price, `minutes` after `start` (ms since the epoch). For tests. */
export function scanned(start: number, minutes: number, change: Partial<BlockRequest>): BlockRequest {
  const at = start + minutes * 60_000
  const given = {
    session: 's',
    agentId: null,
    model: 'claude-opus-5-5',
    failed: false,
    endsTurn: true,
    fast: false,
    input: 0,
    output: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    webSearches: 0,
    costIsOwn: false,
    at,
    ...change,
  }
  const ids = {
    message: `m-${given.session}-${minutes}-${given.agentId ?? ''}`,
    request: `r-${given.session}-${minutes}`,
  }
  return { ...ids, cost: priceOf('claude', given.model, given, { at }), ...given, ...change }
}

/** What a scan brought of sessions of Claude Code in one project. */
export function scanOf(project: string, requests: BlockRequest[]): ScanBatch {
  const writer = blockWriter()
  for (const request of requests) writer.add(request)
  const sessions = Map.groupBy(requests, ({ session }) => session)
  const files = [...sessions].map(([session, own]) => transcriptFile(project, session, own))
  return { files, requests: [writer.take()], limits: [] }
}

function transcriptFile(project: string, sessionId: string, requests: BlockRequest[]): TranscriptFile {
  const times = requests.map(({ at }) => at)
  const last = requests.at(-1)
  const used = last === undefined ? null : last.input + last.cacheRead + last.cacheWrite5m + last.cacheWrite1h
  return {
    path: `/transcripts/${sessionId}.jsonl`,
    agent: 'claude',
    sessionId,
    agentId: null,
    project,
    title: null,
    bornAt: Math.min(...times),
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    dev: '1',
    ino: sessionId,
    offset: 1,
    size: 1,
    changedAt: Math.max(...times),
    headHash: sessionId,
    context: { used, window: 200_000, model: last?.model ?? null, at: Math.max(...times) },
    reported: [],
    ending: 'turn-ended',
    damagedLines: 0,
    reader: '',
  }
}
