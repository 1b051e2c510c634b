import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, it, onTestFinished, vi } from 'vitest'
import { noScan, type ScanState } from '../../contract/observed.ts'
import { failure, success } from '../../contract/problem.ts'
import { createProgram } from './program.ts'
import { liveTestCore } from './testing.ts'

const FIRST: ScanState = {
  ...noScan('2026-11-22T10:00:00Z'),
  phase: 'first',
  files: { done: 3, total: 20 },
  bytes: { done: 1_000_000, total: 9_000_000 },
}
const nothing = { requests: 0, errors: 0, turns: 0, costUsd: 0, unpriced: 0 }
const total = { ...nothing, tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 } }
const query = async () => success({ rows: [], total, more: 0 })

/** `baton usage` on a terminal of 80 columns. */
function onTerminal(dir: string) {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 })
  const stderr = new PassThrough()
  const env = { HOME: dir, BATON_DATA_DIR: join(dir, 'data'), TERM: 'xterm', NO_COLOR: '1' }
  const io = { stdin: process.stdin, stdout, stderr, env, cwd: dir, entry: '' }
  const said = { out: '', err: '' }
  stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()))
  stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()))
  const code = createProgram(io as unknown as Parameters<typeof createProgram>[0]).run(['usage'])
  return { said, code }
}

it('shows how far the first reading is, until it is done', async () => {
  const looking = Promise.withResolvers<void>()
  const core = await liveTestCore({
    'scan.state': async () => success(FIRST),
    'scan.look': async () => {
      await looking.promise
      return success({ ...FIRST, phase: 'following' as const })
    },
    'usage.query': query,
  })
  onTestFinished(core.close)
  const { said, code } = onTerminal(core.dir)
  await vi.waitFor(() => expect(said.out).toContain('reading transcripts: 3 of 20 files, 1 MB of 9 MB'), 5_000)
  expect(said.err).toBe('')
  looking.resolve()
  expect(await code).toBe(0)
  expect(said.err).toContain('Nothing is known of')
})

it('goes on with what is known where nothing can be looked at, and says so', async () => {
  const core = await liveTestCore({
    'scan.state': async () => success(FIRST),
    'scan.look': async () => failure('no-thread', 'transcripts', 'the reading ended', 'start the core anew'),
    'usage.query': query,
  })
  onTestFinished(core.close)
  const { said, code } = onTerminal(core.dir)
  expect(await code).toBe(0)
  expect(said.err).toContain('baton: transcripts: the reading ended. Start the core anew.')
})
