import { chmodSync, rmSync, symlinkSync, truncateSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { ScanState } from '../../contract/observed.ts'
import { ALL_TRANSCRIPTS } from '../agents/all-transcripts.ts'
import { requestsIn } from '../store/request-block.ts'
import type { ScanBatch, TranscriptFile } from '../store/scan-types.ts'
import { responses, sessionId, testHome } from './home-for-tests.ts'
import { openScan, type Scan } from './scan.ts'
import type { ScanLedger } from './types.ts'

/** What a ledger would hold. `fail` has the next batch be refused. */
function keptLedger() {
  const files = new Map<string, TranscriptFile>()
  const messages = new Set<string>()
  const batches: ScanBatch[] = []
  let refusals = 0
  const ledger: ScanLedger = {
    transcriptFiles: async () => [...files.values()],
    async recordScan(batch) {
      if (refusals > 0) {
        refusals -= 1
        throw new Error('the disk is full')
      }
      batches.push(batch)
      for (const file of batch.files) files.set(file.path, file)
      for (const block of batch.requests) for (const { message } of requestsIn(block)) messages.add(message)
    },
  }
  return { ledger, files, messages, batches, refuse: (count: number) => void (refusals = count) }
}

async function scanOf(home: string, kept = keptLedger()) {
  const states: ScanState[] = []
  const sessions: string[][] = []
  const scan: Scan = await openScan({
    ledger: kept.ledger,
    agents: ALL_TRANSCRIPTS,
    home,
    env: {},
    settings: { folders: {}, prices: [] },
    told: (state) => states.push(state),
    sessions: (ids) => sessions.push(ids),
  })
  return { scan, states, sessions, ...kept }
}

it('reads all that is there, then only what came since, and says whose it is', async () => {
  const home = testHome()
  home.write(`-p/${sessionId(1)}.jsonl`, responses(1, 'm1', 'm2'))
  home.write(`-q/${sessionId(2)}.jsonl`, responses(2, 'm3'))
  home.write(`-q/${sessionId(2)}/subagents/agent-a1.jsonl`, responses(2, 'm4'))
  const { scan, states, sessions, messages, batches } = await scanOf(home.home)
  expect(scan.state()).toMatchObject({ phase: 'first', files: { done: 0, total: 0 } })
  await scan.look()
  expect([...messages].toSorted()).toEqual(['m1', 'm2', 'm3', 'm4'])
  expect(states[0]).toMatchObject({ phase: 'first', files: { done: 0, total: 3 }, bytes: { done: 0 } })
  const { bytes } = scan.state()
  expect(bytes.done).toBe(bytes.total)
  expect(scan.state()).toMatchObject({ phase: 'following', files: { done: 3, total: 3 }, sessions: 2, problemCount: 0 })
  expect(scan.state().roots[0]).toMatchObject({ agent: 'claude', there: true, files: 3 })
  expect(sessions.flat().toSorted()).toEqual([sessionId(1), sessionId(2)])

  const before = batches.length
  await scan.look()
  expect(batches).toHaveLength(before)
  home.append(`-q/${sessionId(2)}.jsonl`, responses(2, 'm5'))
  await scan.look()
  expect(batches.slice(before).flatMap(({ files }) => files.map(({ path }) => path))).toEqual([
    home.path(`-q/${sessionId(2)}.jsonl`),
  ])
  expect(messages.has('m5')).toBe(true)
  expect(sessions.at(-1)).toEqual([sessionId(2)])
})

it('goes on where an earlier one was left', async () => {
  const home = testHome()
  const name = `-p/${sessionId(1)}.jsonl`
  home.write(name, responses(1, 'm1'))
  const kept = keptLedger()
  await (await scanOf(home.home, kept)).scan.look()
  kept.messages.clear()
  home.append(name, responses(1, 'm2'))
  const again = await scanOf(home.home, kept)
  await again.scan.look()
  expect([...kept.messages]).toEqual(['m2'])
  truncateSync(home.path(name), responses(1, 'm1').length)
  await again.scan.look()
  expect([...kept.messages].toSorted()).toEqual(['m1', 'm2'])
})

it('looks into one folder when only that one changed', async () => {
  const home = testHome()
  home.write(`-p/${sessionId(1)}.jsonl`, responses(1, 'm1'))
  home.write(`-q/${sessionId(2)}.jsonl`, responses(2, 'm2'))
  const { scan, messages } = await scanOf(home.home)
  await scan.look()
  home.append(`-p/${sessionId(1)}.jsonl`, responses(1, 'm3'))
  home.append(`-q/${sessionId(2)}.jsonl`, responses(2, 'm4'))
  await scan.lookIn([home.path('-p'), '/nobody/knows/it'])
  expect([...messages].toSorted()).toEqual(['m1', 'm2', 'm3'])
  expect(scan.folders(0).toSorted()).toEqual(expect.arrayContaining([home.path('-p'), home.path('-q')]))
  expect(scan.folders(Date.now() + 60_000)).not.toContain(home.path('-p'))
})

it('reads again what could not be kept', async () => {
  const home = testHome()
  for (let n = 0; n < 130; n++) home.write(`-p/${sessionId(n)}.jsonl`, responses(n, `m${n}`))
  const { scan, messages, files, refuse } = await scanOf(home.home)
  refuse(2)
  await expect(scan.look()).rejects.toThrow('the disk is full')
  expect(scan.state().phase).toBe('first')
  await scan.look()
  expect(files.size).toBe(130)
  expect(messages.size).toBe(130)
})

it('keeps the requests of a large file before its place', async () => {
  const home = testHome()
  const ids = Array.from({ length: 1_700 }, (_, n) => `m${n}`)
  home.write(`-p/${sessionId(1)}.jsonl`, responses(1, ...ids))
  const { scan, messages, batches, files, refuse } = await scanOf(home.home)
  refuse(1)
  await expect(scan.look()).rejects.toThrow('the disk is full')
  expect(files.size).toBe(0)
  await scan.look()
  expect(messages.size).toBe(1_700)
  expect(files.size).toBe(1)
  const rows = batches.map(({ requests }) => requests.reduce((sum, block) => sum + [...requestsIn(block)].length, 0))
  expect(Math.max(...rows)).toBeLessThanOrEqual(500)
})

it.skipIf(process.getuid?.() === 0)('names what it may not read, and reads it when it may', async () => {
  const home = testHome()
  home.write(`-p/${sessionId(1)}.jsonl`, responses(1, 'm1'))
  home.write(`-p/${sessionId(2)}.jsonl`, responses(2, 'm2'))
  chmodSync(home.path(`-p/${sessionId(1)}.jsonl`), 0)
  const { scan, messages } = await scanOf(home.home)
  await scan.look()
  expect([...messages]).toEqual(['m2'])
  expect(scan.state()).toMatchObject({ problemCount: 1, problems: [{ why: expect.stringContaining('EACCES') }] })
  chmodSync(home.path(`-p/${sessionId(1)}.jsonl`), 0o600)
  await scan.look()
  expect(messages.has('m1')).toBe(true)
  expect(scan.state().problemCount).toBe(0)
})

it('passes over a folder in the place of a file, and one that cannot be read as such is a problem', async () => {
  const home = testHome()
  home.write(`-p/${sessionId(1)}.jsonl`, responses(1, 'm1'))
  home.write(`-p/dir.jsonl/${sessionId(2)}.jsonl`, Buffer.concat([Buffer.from('{"torn\n'), responses(2, 'm2')]))
  symlinkSync('/proc/self/mem', home.path('-p/mem.jsonl'))
  const { scan, messages } = await scanOf(home.home)
  await scan.look()
  expect([...messages].toSorted()).toEqual(['m1', 'm2'])
  expect(scan.state()).toMatchObject({ damagedLines: 1 })
  rmSync(home.path(`-p/${sessionId(1)}.jsonl`))
  await scan.look()
  expect(scan.state()).toMatchObject({ files: { total: 2 }, sessions: 2 })
})

it('takes up folders of the settings', async () => {
  const [home, other] = [testHome(), testHome()]
  other.write(`-p/${sessionId(1)}.jsonl`, responses(1, 'm1'))
  const { scan, messages } = await scanOf(home.home)
  await scan.look()
  expect(messages.size).toBe(0)
  scan.use({ folders: { claude: [`${other.home}/.claude`] }, prices: [] })
  await scan.look()
  expect([...messages]).toEqual(['m1'])
})

it('ends in the middle of it when it is closed', async () => {
  const home = testHome()
  for (let n = 0; n < 60; n++) home.write(`-p/${sessionId(n)}.jsonl`, responses(n, `m${n}`))
  const { scan, files } = await scanOf(home.home)
  const looking = scan.look()
  scan.close()
  await looking
  expect(files.size).toBeLessThan(60)
})
