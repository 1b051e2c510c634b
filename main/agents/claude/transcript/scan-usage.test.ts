import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { accumulateFacts } from './facts.ts'
import { LINE_LIMIT, splitLines, type JsonObject } from './lines.ts'
import { bytes, compactBoundary, prompt, response, toolUse, usage } from './lines-for-tests.ts'
import { createUsageScanner, emptyScan, type Scanned } from './scan-usage.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-scan-'))

/** By default a buffer that holds a few lines only, so that pieces end anywhere. */
function scan(content: Buffer, bufferBytes = 4096): Scanned {
  const path = join(folder, 's.jsonl')
  writeFileSync(path, content)
  const scanned = emptyScan()
  expect(createUsageScanner(scanned, bufferBytes)(path)).toBe(content.length)
  return scanned
}

const outputs = (scanned: Scanned): Record<string, number> =>
  Object.fromEntries([...scanned.usages].map(([key, { figures }]) => [key, figures[1]]))

it('reads responses whose keys stand in another order', () => {
  const { message, ...rest } = response({ id: 'm1' })
  const { type, ...before } = rest
  expect(outputs(scan(bytes({ type, ...before, message })))).toEqual({ 'm1 req_m1': 57 })
})

it('is not misled by usage inside the content', () => {
  const nested = { usage: { output_tokens: 999 }, type: 'assistant', requestId: 'no' }
  const scanned = scan(
    bytes(
      toolUse('Write', { content: nested }, { id: 'm1' }),
      response({ id: 'm2', content: [{ type: 'text', text: JSON.stringify(response({ id: 'quoted' })) }] }),
      prompt([{ type: 'tool_result', content: 'done' }], { toolUseResult: { usage: usage(), type: 'assistant' } }),
      prompt(JSON.stringify(nested)),
    ),
  )
  expect(outputs(scanned)).toEqual({ 'm1 req_m1': 57, 'm2 req_m2': 57 })
})

it('keeps the largest output of a message', () => {
  const line = (id: string, output_tokens: number): JsonObject => response({ id, usage: { output_tokens } })
  expect(outputs(scan(bytes(line('m1', 1), line('m1', 90), line('m2', 5), line('m1', 20))))).toEqual({
    'm1 req_m1': 90,
    'm2 req_m2': 5,
  })
})

it('reads a last line without its newline, and passes over one that is half written', () => {
  const two = bytes(response({ id: 'm1' }), response({ id: 'm2' }))
  expect(Object.keys(outputs(scan(two.subarray(0, -1))))).toEqual(['m1 req_m1', 'm2 req_m2'])
  expect(Object.keys(outputs(scan(two.subarray(0, -40))))).toEqual(['m1 req_m1'])
})

it('drops lines longer than the buffer, counts them and finds those between and after', () => {
  const long = (id: string, length: number): Buffer => bytes(response({ id, requestId: 'x'.repeat(length) }))
  for (const sizes of [
    [4096, 20_000],
    [4096 * 3, 4096 * 2],
    [5000, 5000],
  ] as const) {
    const [longer, huge] = [long('m2', sizes[0]), long('m4', sizes[1])]
    const [one, three, five] = ['m1', 'm3', 'm5'].map((id) => bytes(response({ id })))
    const scanned = scan(Buffer.concat([one, longer, three, huge, five].flatMap((part) => part ?? [])))
    expect(Object.keys(outputs(scanned))).toEqual(['m1 req_m1', 'm3 req_m3', 'm5 req_m5'])
    expect(scanned.skipped).toEqual({ lines: 2, bytes: longer.length + huge.length })
    expect(scan(huge.subarray(0, -1)).skipped).toEqual({ lines: 1, bytes: huge.length - 1 })
  }
})

it('holds to the limit of a line also where the buffer is larger', () => {
  const long = bytes(response({ id: 'm1', requestId: 'x'.repeat(LINE_LIMIT) }))
  const scanned = scan(Buffer.concat([long, bytes(response({ id: 'm2' }))]), LINE_LIMIT + 1_000_000)
  expect(Object.keys(outputs(scanned))).toEqual(['m2 req_m2'])
  expect(scanned.skipped.lines).toBe(1)
})

// All lines of a message tell of one request, and so of the same prompt; only the output grows while it streams.
const PROMPT_TOKENS = { m1: 0, m2: 40_000, m3: 41_000, m4: 500_000 }
const line = fc.oneof(
  fc
    .record({
      id: fc.constantFrom('m1', 'm2', 'm3', 'm4'),
      text: fc.string(),
      output_tokens: fc.nat(3),
      side: fc.boolean(),
      error: fc.boolean(),
    })
    .map(({ id, text, output_tokens, side, error }) =>
      response(
        {
          id: error ? `${id}-error` : id,
          usage: { output_tokens, cache_read_input_tokens: PROMPT_TOKENS[id] },
          content: [{ type: 'text', text }],
        },
        { ...(side && { isSidechain: true, agentId: 'a1' }), ...(error && { isApiErrorMessage: true }) },
      ),
    ),
  fc.string().map((text) => prompt(text)),
  fc.constant(compactBoundary()),
)

it('agrees with the live accumulator on any transcript', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const content = bytes(...lines)
      const live = accumulateFacts()
      splitLines((one) => live.take(one)).push(content)
      const facts = live.drain()
      const scanned = scan(content)
      expect(outputs(scanned)).toEqual(
        Object.fromEntries(facts.usages.map((one) => [`${one.messageId} ${one.requestId}`, one.tokens.output])),
      )
      // A boundary before the first response tells the scanner of no session.
      const last = facts.contexts.some(({ used }) => used !== null) ? facts.contexts.at(-1)?.used : undefined
      expect([...scanned.contexts.values()][0]?.used).toBe(last)
    }),
    { numRuns: 200 },
  )
})
