import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { accumulateFacts } from './facts.ts'
import { splitLines, type JsonObject } from './lines.ts'
import { bytes, compactBoundary, costState, prompt, response, toolUse, usage } from './lines-for-tests.ts'
import { growingTranscript, readTranscript, type ReadTranscript } from './transcript-for-tests.ts'

const outputs = ({ counted }: ReadTranscript): Record<string, number> =>
  Object.fromEntries([...counted].flatMap(([key, { failed, output }]) => (failed ? [] : [[key, output]])))

it('reads responses whose keys stand in another order', () => {
  const { message, ...rest } = response({ id: 'm1' })
  const { type, parentUuid, isSidechain, ...after } = rest
  for (const line of [
    { type, ...rest, message },
    { parentUuid, isSidechain, ...after, message, type },
    { parentUuid, type, message, ...after },
  ]) {
    const read = readTranscript(bytes(line))
    expect(outputs(read)).toEqual({ 'm1 req_m1': 57 })
    expect(read.file).toMatchObject({ damagedLines: 0, context: { used: 41_003 } })
  }
})

it('sees why a response stopped before its usage, behind it, or not at all', () => {
  const stopped = (place: 'before' | 'behind' | 'nowhere', reason: string | null): JsonObject => {
    const { usage: used, ...message } = response({ id: 'm1' })['message'] as JsonObject
    const stop = { stop_reason: reason, stop_sequence: null }
    const order = { before: { ...stop, usage: used }, behind: { usage: used, ...stop }, nowhere: { usage: used } }[
      place
    ]
    return { ...response(), message: { ...message, ...order } }
  }
  const ends = (...lines: JsonObject[]): unknown =>
    readTranscript(bytes(...lines)).counted.get('m1 req_msg_1')?.endsTurn
  expect(ends(stopped('before', 'end_turn'))).toBe(true)
  expect(ends(stopped('behind', 'stop_sequence'))).toBe(true)
  expect(ends(stopped('before', 'tool_use'))).toBe(false)
  expect(ends(stopped('before', null))).toBe(false)
  expect(ends(stopped('nowhere', null))).toBe(false)
  expect(ends(stopped('before', null), stopped('before', 'end_turn'))).toBe(true)
})

it('is not misled by usage inside the content', () => {
  const nested = { usage: { output_tokens: 999 }, type: 'assistant', requestId: 'no' }
  const read = readTranscript(
    bytes(
      toolUse('Write', { content: nested }, { id: 'm1' }),
      response({ id: 'm2', content: [{ type: 'text', text: JSON.stringify(response({ id: 'quoted' })) }] }),
      prompt([{ type: 'tool_result', content: 'done' }], { toolUseResult: { usage: usage(), type: 'assistant' } }),
      prompt(JSON.stringify(nested)),
    ),
  )
  expect(outputs(read)).toEqual({ 'm1 req_m1': 57, 'm2 req_m2': 57 })
})

it('keeps the largest output of a message', () => {
  const line = (id: string, output_tokens: number): JsonObject => response({ id, usage: { output_tokens } })
  expect(outputs(readTranscript(bytes(line('m1', 1), line('m1', 90), line('m2', 5), line('m1', 20))))).toEqual({
    'm1 req_m1': 90,
    'm2 req_m2': 5,
  })
})

it('finds a line behind one that was torn or lost its newline, whatever either is', () => {
  const whole = bytes(response({ id: 'm2' }))
  for (const torn of [
    response({ id: 'm1' }),
    prompt('x'.repeat(999)),
    { type: 'api-request-blob', message: 'y'.repeat(9_999) },
  ]) {
    const first = bytes(torn)
    const read = readTranscript(Buffer.concat([first.subarray(0, -99), whole, first]))
    expect(Object.keys(outputs(read))).toContain('m2 req_m2')
    expect(read.file.damagedLines).toBe(1)
    const joined = readTranscript(Buffer.concat([first.subarray(0, -1), whole]))
    expect(Object.keys(outputs(joined))).toContain('m2 req_m2')
    expect(joined.file.damagedLines).toBe(0)
  }
})

it('reads on past NULs, bytes that are no text, and lines that are no JSON', () => {
  const [one, two] = [bytes(response({ id: 'm1' })), bytes(response({ id: 'm2' }))]
  const read = readTranscript(
    Buffer.concat([
      Buffer.alloc(500),
      one,
      Buffer.from([0xff, 0xfe, 0x80, 0x0a, 0x0a]),
      Buffer.from('null\n[1]\n'),
      two,
    ]),
  )
  expect(Object.keys(outputs(read))).toEqual(['m1 req_m1', 'm2 req_m2'])
  expect(read.file.damagedLines).toBe(3)
})

it('drops lines that are too long, counts them and finds those between and after', () => {
  const long = bytes(response({ id: 'm2', requestId: 'x'.repeat(16 * 1024 * 1024) }))
  const [one, three] = ['m1', 'm3'].map((id) => bytes(response({ id })))
  const read = readTranscript(Buffer.concat([one, long, three].flatMap((part) => part ?? [])))
  expect(Object.keys(outputs(read))).toEqual(['m1 req_m1', 'm3 req_m3'])
  expect(read.file.damagedLines).toBe(1)
})

// All lines of a message tell of one request, and so of the same prompt; only the output grows while it streams.
const PROMPT_TOKENS = { m1: 0, m2: 40_000, m3: 41_000, m4: 500_000 }
const ADVISED = {
  iterations: [{ type: 'advisor_message', model: 'claude-opus-5', input_tokens: 7, output_tokens: 3 }],
}
const line = fc.oneof(
  fc
    .record({
      id: fc.constantFrom('m1', 'm2', 'm3', 'm4'),
      text: fc.string({ unit: 'grapheme' }),
      output_tokens: fc.nat(3),
      side: fc.boolean(),
      error: fc.boolean(),
      minute: fc.integer({ min: 10, max: 59 }),
    })
    .map(({ id, text, output_tokens, side, error, minute }) =>
      response(
        {
          id: error ? `${id}-error` : id,
          usage: { output_tokens, cache_read_input_tokens: PROMPT_TOKENS[id], ...(id === 'm2' && ADVISED) },
          content: [{ type: 'text', text }],
        },
        {
          timestamp: `2026-11-22T07:${minute}:00.000Z`,
          ...(side && { isSidechain: true, agentId: 'a1' }),
          ...(error && { isApiErrorMessage: true, uuid: id }),
        },
      ),
    ),
  fc.string({ unit: 'grapheme' }).map((text) => prompt(text)),
  fc.constant(compactBoundary()),
  fc.nat(3).map(costState),
  fc.string({ maxLength: 9 }).map((customTitle) => ({ type: 'custom-title', customTitle })),
)

it('agrees with the live accumulator on any transcript', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const content = bytes(...lines)
      const live = accumulateFacts()
      splitLines((one) => live.take(one)).push(content)
      const facts = live.drain()
      const read = readTranscript(content)
      expect(outputs(read)).toEqual(
        Object.fromEntries(facts.usages.map((one) => [`${one.messageId} ${one.requestId}`, one.tokens.output])),
      )
      expect(read.file.context?.used).toBe(facts.contexts.at(-1)?.used)
      expect(read.file.damagedLines).toBe(0)
    }),
    { numRuns: 200 },
  )
})

/** Lines as they are, torn, joined, and with what a disk puts in their place. */
const torn = fc
  .array(fc.tuple(line, fc.constantFrom('whole', 'torn', 'joined', 'zeros', 'junk')), { maxLength: 12 })
  .map((parts) =>
    Buffer.concat(
      parts.map(([one, fate]) => {
        const content = bytes(one)
        if (fate === 'torn') return content.subarray(0, Math.floor(content.length / 2))
        if (fate === 'joined') return content.subarray(0, -1)
        if (fate === 'zeros') return Buffer.concat([Buffer.alloc(7), content])
        return fate === 'junk' ? Buffer.from([0xff, 0x22, 0x7d, 0x0a]) : content
      }),
    ),
  )

it('reads the same in whatever pieces a transcript comes', () => {
  fc.assert(
    fc.property(
      torn,
      fc.array(fc.nat(9_000), { maxLength: 5 }),
      fc.integer({ min: 64, max: 4096 }),
      (content, cuts, size) => {
        const whole = readTranscript(Buffer.concat([content, Buffer.from('\n')]), undefined, 65_536)
        const grown = growingTranscript()
        let read: ReadTranscript | null = null
        let written = 0
        for (const cut of [...cuts.toSorted((a, b) => a - b), content.length]) {
          grown.append(content.subarray(written, cut))
          written = Math.max(written, Math.min(cut, content.length))
          read = grown.read(size) ?? read
        }
        grown.append(Buffer.from('\n'))
        read = grown.read(size) ?? read
        expect(read?.counted).toEqual(whole.counted)
        expect(read?.reported).toEqual(whole.reported)
        const told = ({ file }: ReadTranscript): object => {
          const { path: _, dev: _d, ino: _i, bornAt: _b, changedAt: _c, reported: _r, reader, ...rest } = file
          return { ...rest, reader: JSON.parse(reader) }
        }
        expect(read === null ? null : told(read)).toEqual(told(whole))
      },
    ),
    { numRuns: 300 },
  )
})
