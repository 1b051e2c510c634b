import { globSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { array, assert, constantFrom, nat, property, record, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codexTranscripts } from './codex/transcripts.ts'
import { geminiTranscripts } from './gemini/transcripts.ts'
import { bytesOf, copied, folderForTest, follow, readInPieces, readWhole, telling } from './transcripts-for-tests.ts'

const FIXTURES = [
  ...globSync(join(import.meta.dirname, 'codex/fixtures/rollouts/**/*.jsonl')).map((path) => ({
    transcripts: codexTranscripts,
    path,
  })),
  ...globSync(join(import.meta.dirname, 'gemini/fixtures/home/**/*.jsonl')).map((path) => ({
    transcripts: geminiTranscripts,
    path,
  })),
].map((one) => ({ ...one, name: basename(one.path) }))
const RUNS = { numRuns: 40 }
/** Each file is written anew and read in some ms. */
const PATIENCE_MS = 60_000

describe.each(FIXTURES)('$transcripts.agent $name', ({ transcripts, path, name }) => {
  const bytes = bytesOf(path)
  const whole = () => telling(readWhole(transcripts, copied(path)))

  it('read in any pieces is what it is when read whole', { timeout: PATIENCE_MS }, () => {
    const expected = whole()
    assert(
      property(array(nat(bytes.length), { maxLength: 6 }), (cuts) => {
        expect(telling(readInPieces(transcripts, name, bytes, cuts))).toEqual(expected)
      }),
      RUNS,
    )
  })

  it(
    'with any bytes put in never throws, and counts nothing below none or without end',
    { timeout: PATIENCE_MS },
    () => {
      const damage = record({ at: nat(bytes.length), cut: nat(300), put: uint8Array({ maxLength: 20 }) })
      assert(
        property(array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
          let damaged = bytes
          for (const { at, cut, put } of damages)
            damaged = Buffer.concat([damaged.subarray(0, at), put, damaged.subarray(at + cut)])
          const { requests } = telling(readInPieces(transcripts, name, damaged, []))
          for (const one of requests) {
            expect(Number.isFinite(one.input + one.output + one.cacheRead + one.cacheWrite5m + one.at)).toBe(true)
            expect(Math.min(one.input, one.output, one.cacheRead, one.cacheWrite5m)).toBeGreaterThanOrEqual(0)
          }
        }),
        RUNS,
      )
    },
  )

  it('with NULs of a lost block between its lines is the same', () => {
    const text = bytes.toString('utf8').replaceAll('\n', `\n${'\0'.repeat(512)}`)
    const followed = readInPieces(transcripts, name, Buffer.from(text), [])
    expect(telling(followed).requests).toEqual(whole().requests)
  })

  it('with half a line at its end waits for the other half', () => {
    const torn = join(folderForTest(), name)
    writeFileSync(torn, bytes.subarray(0, -20))
    const followed = follow(transcripts, torn)
    followed.read()
    expect(followed.file.damagedLines).toBe(0)
    expect(followed.file.offset).toBeLessThan(bytes.length - 20)
    writeFileSync(torn, bytes)
    followed.read()
    expect(telling(followed)).toEqual(whole())
  })

  it('that lost its end, or is another file now, is read anew', () => {
    const path = join(folderForTest(), name)
    writeFileSync(path, bytes)
    const followed = follow(transcripts, path)
    followed.read()
    const expected = telling(followed)
    const half = bytes.subarray(0, bytes.length / 2)
    writeFileSync(path, half.subarray(0, half.lastIndexOf('\n') + 1))
    expect(followed.read()).toBe(true)
    expect(followed.file.offset).toBeLessThan(bytes.length)
    writeFileSync(path, bytes)
    followed.read()
    expect(telling(followed)).toEqual(expected)
  })

  it('is not read when nothing is new', () => {
    const followed = readWhole(transcripts, copied(path))
    expect(followed.read()).toBe(false)
  })

  it('is read anew where another version kept how far it was', () => {
    const copy = copied(path)
    const followed = readWhole(transcripts, copy)
    for (const reader of ['', '{', '{"version":0}', 'null']) {
      Object.assign(followed.file, { reader })
      expect(followed.read()).toBe(true)
    }
    expect(telling(followed)).toEqual(whole())
  })
})

it('hostile lines tell of nothing', () => {
  const values = constantFrom(
    '{}',
    'null',
    '[]',
    '1e999',
    '"x"',
    '-5',
    '{"input_tokens":"9"}',
    '{"input":-1,"output":"a"}',
  )
  const types = constantFrom(
    'session_meta',
    'turn_context',
    'token_usage_record',
    'event_msg',
    'compacted',
    'gemini',
    'user',
  )
  assert(
    property(array(record({ type: types, value: values }), { maxLength: 20 }), (lines) => {
      const text = lines.flatMap(({ type, value }) => [
        `{"timestamp":${value},"type":"${type}","payload":${value}}`,
        `{"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":${value},"last_token_usage":${value}},"rate_limits":{"primary":${value}}}}`,
        `{"type":"token_usage_record","payload":{"usage":${value},"thread_token_usage":${value}}}`,
        `{"id":"a","type":"gemini","tokens":${value},"content":${value},"toolCalls":${value}}`,
        `{"$set":{"messages":[${value},{"id":${value},"type":"${type}","tokens":${value}}],"directories":${value}}}`,
      ])
      for (const transcripts of [codexTranscripts, geminiTranscripts]) {
        const bytes = Buffer.from(`${text.join('\n')}\n`)
        expect(readInPieces(transcripts, 'session-a.jsonl', bytes, []).requests.size).toBe(0)
      }
    }),
    RUNS,
  )
})
