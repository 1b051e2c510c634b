import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dayAt } from '../../main/usage/days.ts'
import { idsOf, theirLine, type TheirLine } from './their-line.ts'
import { allTokens, type Counted, type TheirCount } from './types.ts'

const API_ERROR = 'an API error shown as an answer counts as one'
const NO_ID = 'a line without a message or request id counts each time that it comes'
const ADVISOR = 'an advisor asked by a line that the ledger does not count, counts'
const REPLAYED = 'a side thread repeats it under another request id'

/**
 * Counts a configuration folder by ccusage's rules, without its prices. That they are its rules is shown by their sums, which have
 * to equal what it says itself.
 */
export async function theirCount(configDir: string): Promise<TheirCount> {
  const kept: TheirLine[] = []
  const byIds = new Map<string, number>()
  const byMessage = new Map<string, number[]>()
  const passedOver = new Map<string, string>()
  for (const path of await filesBelow(join(configDir, 'projects'))) {
    // oxlint-disable-next-line no-await-in-loop -- which copy comes first decides
    for (const text of (await readFile(path, 'utf8')).split('\n')) {
      const line = theirLine(text)
      if (typeof line === 'string') passedOver.set(keyOf(idsOf(text)), line)
      else if (line !== null) [line, ...advisorsOf(line)].forEach(take)
    }
  }

  /** The copy with more tokens stays; a side thread's only where nothing else tells of the message. */
  function take(line: TheirLine): void {
    const { messageId } = line
    if (messageId === null) return void kept.push(line)
    const ids = `${messageId} ${line.requestId ?? ''}`
    const same = byIds.get(ids)
    const other = same ?? byMessage.get(messageId)?.find((index) => line.sidechain || kept[index]?.sidechain === true)
    const existing = other === undefined ? undefined : kept[other]
    // Without a request id it takes a copy that grew for the same response, and any other one for another.
    const again = same !== undefined && line.requestId === null
    if (other === undefined || existing === undefined || (again && !isBetter(line, existing))) {
      byIds.set(ids, kept.length)
      byMessage.set(messageId, [...(byMessage.get(messageId) ?? []), kept.length])
      kept.push(line)
      return
    }
    const replaced = isBetter(line, existing)
    if (same === undefined) passedOver.set(keyOf(replaced ? existing : line), REPLAYED)
    if (replaced) kept[other] = line
  }

  const counted = kept.flatMap(answerOf)
  for (const { key } of counted) if (passedOver.get(key) !== REPLAYED) passedOver.delete(key)
  return { counted, passedOver }
}

function isBetter(line: TheirLine, existing: TheirLine): boolean {
  if (line.sidechain !== existing.sidechain) return existing.sidechain
  const [more, less] = [allTokens(line.tokens), allTokens(existing.tokens)]
  return more === less ? line.speedTold && !existing.speedTold : more > less
}

function answerOf(line: TheirLine): Counted[] {
  if (line.model === null) return []
  const { model, fast, tokens, webSearches, costUsd, at } = line
  const key = keyOf({ ...line, messageId: line.messageId ?? line.uuid })
  const cause = notOursBy(line)
  const notOurs = cause === null ? {} : { notOurs: cause }
  return [
    { key, day: dayAt(at), model, fast, tokens, webSearches, costUsd, costIsOwn: costUsd !== null, at, ...notOurs },
  ]
}

function notOursBy({ apiError, advisor, messageId, requestId }: TheirLine): string | null {
  if (apiError) return API_ERROR
  if (advisor) return ADVISOR
  return messageId === null || requestId === null ? NO_ID : null
}

/** It takes an advisor's answer as one of its own. */
function advisorsOf(line: TheirLine): TheirLine[] {
  const { messageId, uuid } = line
  return line.advisors.map((answer, n) => ({
    ...line,
    ...answer,
    messageId: messageId === null ? null : `${messageId}:advisor:${n}`,
    uuid: `${uuid}:advisor:${n}`,
    fast: false,
    speedTold: false,
    webSearches: 0,
    costUsd: null,
    apiError: false,
    advisor: true,
    advisors: [],
  }))
}

/** The API's own message ids are a response's own. */
export function keyOf({ messageId, requestId }: { messageId: string | null; requestId: string | null }): string {
  return messageId?.startsWith('msg_') === true ? messageId : `${messageId ?? ''} ${requestId ?? ''}`
}

/** All `.jsonl` files, in the order of their paths as bytes. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}
