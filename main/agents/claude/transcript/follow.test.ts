import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import type { Problem } from '../../../../contract/problem.ts'
import type { LedgerBatch, TranscriptCursor } from '../../../store/types.ts'
import { followTranscript, type Follower } from './follow.ts'
import { bytes, costState, response } from './lines-for-tests.ts'
import { subagentDir } from './path.ts'

const open: Follower[] = []
afterEach(async () => {
  for (const follower of open.splice(0)) await follower.close()
})

function lab(path = join(mkdtempSync(join(tmpdir(), 'baton-follow-')), 'projects', '-p', 's.jsonl')) {
  const batches: LedgerBatch[] = []
  const problems: Problem[] = []
  const cursors = new Map<string, TranscriptCursor>()
  let refuse = false
  const start = (): Follower => {
    const follower = followTranscript({
      path,
      cursor: async (file) => cursors.get(file) ?? null,
      onFacts: async (batch) => {
        if (refuse) throw new Error('database is locked')
        batches.push(batch)
        if (batch.cursor !== null) cursors.set(batch.cursor.path, batch.cursor)
      },
      onProblem: (problem) => problems.push(problem),
    })
    open.push(follower)
    return follower
  }
  const messages = (): string[] => batches.flatMap((batch) => batch.usages.map((usage) => usage.messageId))
  const setRefuse = (value: boolean): void => void (refuse = value)
  return { path, start, batches, problems, messages, setRefuse }
}

function write(path: string, content: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true })
  appendFileSync(path, content)
}

it('delivers, on a poke, all that stands on disk, of the session and its subagents', async () => {
  const { path, start, batches, messages } = lab()
  const follower = start()
  await follower.poke()
  expect(batches).toEqual([])
  write(path, bytes(response({ id: 'm1' }), costState(0.5)))
  write(join(subagentDir(path), 'agent-a02e.jsonl'), bytes(response({ id: 'm2' }, { isSidechain: true })))
  write(join(subagentDir(path), 'agent-a02e.meta.json'), '{}')
  await follower.poke()
  expect(messages()).toEqual(['m1', 'm2'])
  expect(batches.map((batch) => batch.cursor?.path)).toEqual([path, join(subagentDir(path), 'agent-a02e.jsonl')])
  expect(batches[0]).toMatchObject({ contexts: [{ used: 41_003 }], costs: [{ totalUsd: 0.5 }] })
  expect(batches[1]).toMatchObject({ usages: [{ agentId: 'a02e' }], contexts: [] })
})

it('sees by itself a file that appears and grows, in folders that were not there', async () => {
  const { path, start, messages } = lab()
  const follower = start()
  await follower.poke()
  write(path, bytes(response({ id: 'm1' })))
  await vi.waitFor(() => expect(messages()).toEqual(['m1']), { timeout: 5000, interval: 5 })
  write(path, bytes(response({ id: 'm2' })))
  await vi.waitFor(() => expect(messages()).toEqual(['m1', 'm2']), { timeout: 5000, interval: 5 })
  write(join(subagentDir(path), 'agent-a1.jsonl'), bytes(response({ id: 'm3' })))
  await vi.waitFor(() => expect(messages()).toEqual(['m1', 'm2', 'm3']), { timeout: 5000, interval: 5 })
})

it('goes on where the last one committed', async () => {
  const { path, start, messages } = lab()
  write(path, bytes(response({ id: 'm1' })))
  const first = start()
  await first.poke()
  await first.close()
  write(path, bytes(response({ id: 'm2' })))
  await start().poke()
  expect(messages()).toEqual(['m1', 'm2'])
})

it('delivers again what could not be committed, and says it once', async () => {
  const { path, start, messages, problems, setRefuse } = lab()
  write(path, bytes(response({ id: 'm1' })))
  setRefuse(true)
  const follower = start()
  await follower.poke()
  await follower.poke()
  expect(problems.map((problem) => problem.code)).toEqual(['transcript-unreadable'])
  expect(problems[0]?.cause).toContain('database is locked')
  setRefuse(false)
  await follower.poke()
  expect(messages()).toEqual(['m1'])
})

it('counts a file anew that was rewritten', async () => {
  const { path, start, messages } = lab()
  write(path, bytes(response({ id: 'm1' })))
  const follower = start()
  await follower.poke()
  rmSync(path)
  writeFileSync(path, bytes(response({ id: 'm0' }), response({ id: 'm1' })))
  await follower.poke()
  expect(messages()).toEqual(['m1', 'm0', 'm1'])
})

it('reads around damage and tells how much there was', async () => {
  const { path, start, messages, problems } = lab()
  const torn = JSON.stringify(response({ id: 'm0' })).slice(0, -20)
  write(path, Buffer.concat([Buffer.from(torn), bytes(response({ id: 'm1' }))]))
  const follower = start()
  await follower.poke()
  await follower.poke()
  expect(messages()).toEqual(['m1'])
  expect(problems.map((problem) => problem.code)).toEqual(['transcript-damaged'])
  expect(problems[0]?.cause).toContain('1 damaged line was')
})

it('delivers the last lines when it is closed, and none after', async () => {
  const { path, start, messages } = lab()
  const follower = start()
  await follower.poke()
  write(path, bytes(response({ id: 'm1' })))
  await follower.close()
  write(path, bytes(response({ id: 'm2' })))
  await follower.poke()
  expect(messages()).toEqual(['m1'])
})
