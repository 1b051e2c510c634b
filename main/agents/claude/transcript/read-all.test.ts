import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { NO_TOKENS } from '../../../../contract/usage.ts'
import { bytes, compactBoundary, prompt, response, toolUse } from './lines-for-tests.ts'
import { readCorpus } from './read-all.ts'

const SESSION = 'aaaaaaaa-0000-4000-8000-000000000001'
const ONE = { input: 3, output: 57, cacheRead: 40_000, cacheWrite5m: 400, cacheWrite1h: 600 }

function corpus(files: Record<string, Buffer | string>): string {
  const root = join(mkdtempSync(join(tmpdir(), 'baton-corpus-')), 'projects')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}

it('counts each response once over lines, subagents, forks and projects', async () => {
  const session = bytes(prompt('go'), response({ id: 'm1' }), toolUse('Bash', { command: 'ls' }, { id: 'm1' }))
  const root = corpus({
    '-p/s1.jsonl': session,
    '-p/s1/subagents/agent-a1.jsonl': bytes(response({ id: 'm2' }, { isSidechain: true, agentId: 'a1' })),
    '-p/s1/subagents/agent-a1.meta.json': '{"usage":{"output_tokens":9}}',
    '-p/fork.jsonl': Buffer.concat([session, bytes(response({ id: 'm3', model: 'gateway' }, { sessionId: 'fork' }))]),
    '-q/s2.jsonl': session,
  })
  const reading = await readCorpus(root)
  expect(reading).toMatchObject({ requests: 3, files: 4, skipped: { lines: 0, bytes: 0 }, failed: [] })
  expect(Object.fromEntries(reading.models)).toEqual({
    'claude-opus-5-5': {
      tokens: { input: 6, output: 114, cacheRead: 80_000, cacheWrite5m: 800, cacheWrite1h: 1200 },
      requests: 2,
      webSearches: 0,
      costUsd: expect.closeTo(2 * 0.015952, 10),
    },
    gateway: { tokens: ONE, requests: 1, webSearches: 0, costUsd: null },
  })
})

it('gives the last context of each session', async () => {
  const root = corpus({
    '-p/a.jsonl': bytes(
      response({ id: 'm1' }),
      response({ id: 'm2', usage: { cache_read_input_tokens: 50_000 } }),
      response({ id: 'm3', usage: { cache_read_input_tokens: 9 } }, { isSidechain: true, agentId: 'a1' }),
    ),
    '-p/b.jsonl': bytes(response({ id: 'm4' }, { sessionId: 'compacted' }), compactBoundary(), prompt('summary')),
    '-p/c.jsonl': bytes(
      response({ id: 'm5' }, { sessionId: 'goes on' }),
      compactBoundary(),
      response({ id: 'm6' }, { sessionId: 'goes on' }),
    ),
  })
  const { contexts } = await readCorpus(root)
  expect(contexts.get(SESSION)?.window).toBe(1_000_000)
  expect(Object.fromEntries([...contexts].map(([session, { used }]) => [session, used]))).toEqual({
    [SESSION]: 51_003,
    compacted: null,
    'goes on': 41_003,
  })
})

it('is empty for a folder that is not there', async () => {
  expect(await readCorpus('/no/such/folder')).toMatchObject({ requests: 0, files: 0, bytes: 0 })
})

it.skipIf(process.getuid?.() === 0)('names files that it may not read, and reads the others', async () => {
  const root = corpus({ '-p/a.jsonl': bytes(response()), '-p/b.jsonl': bytes(response({ id: 'm2' })) })
  chmodSync(join(root, '-p/b.jsonl'), 0)
  const reading = await readCorpus(root)
  expect(reading.requests).toBe(1)
  expect(reading.failed.map(({ path }) => path)).toEqual([join(root, '-p/b.jsonl')])
})

it('reads large trees in several threads to the same totals', async () => {
  const filler = 'x'.repeat(40_000)
  const file = (n: number): Buffer => {
    const lines = Array.from({ length: 300 }, (_, k) => [
      response({ id: `m${n}-${k}`, content: [{ type: 'text', text: filler }] }),
      prompt([{ type: 'tool_result', content: filler }]),
    ])
    return bytes(...lines.flat())
  }
  const root = corpus({ '-p/a.jsonl': file(1), '-p/b.jsonl': file(2) })
  const reading = await readCorpus(root)
  expect(reading.bytes).toBeGreaterThan(40_000_000)
  const tokens = { ...NO_TOKENS }
  for (const key of Object.keys(ONE) as (keyof typeof ONE)[]) tokens[key] = ONE[key] * 600
  expect(reading.models.get('claude-opus-5-5')).toMatchObject({ requests: 600, tokens })
})
