import { describe, expect, it } from 'vitest'
import { parseLine, splitLines } from './lines.ts'

function collect(chunks: Buffer[], limit?: number): { lines: string[]; splitter: ReturnType<typeof splitLines> } {
  const lines: string[] = []
  const splitter = splitLines((line) => lines.push(line.toString()), limit)
  for (const chunk of chunks) splitter.push(chunk)
  return { lines, splitter }
}

describe('splitLines', () => {
  it('gives the same lines however the bytes are cut, within a character too', () => {
    const whole = Buffer.from('{"a":"é🙂"}\n\nsecond line\r\nU+2028 \u2028 is no end\n')
    const expected = ['{"a":"é🙂"}', 'second line\r', 'U+2028 \u2028 is no end']
    for (let size = 1; size <= whole.length; size++) {
      const chunks: Buffer[] = []
      for (let at = 0; at < whole.length; at += size) chunks.push(whole.subarray(at, at + size))
      expect(collect(chunks).lines).toEqual(expected)
    }
  })

  it('holds a line back until its newline is there', () => {
    const { lines, splitter } = collect([Buffer.from('one\ntw')])
    expect(lines).toEqual(['one'])
    expect(splitter.pendingBytes).toBe(2)
    splitter.push(Buffer.from('o\n'))
    expect(lines).toEqual(['one', 'two'])
    expect(splitter.pendingBytes).toBe(0)
  })

  it('does not depend on the chunk after the call', () => {
    const chunk = Buffer.from('held')
    const { lines, splitter } = collect([chunk])
    chunk.fill('x')
    splitter.push(Buffer.from('\n'))
    expect(lines).toEqual(['held'])
  })

  it('drops and counts what is over the limit, in pieces or whole, and goes on after it', () => {
    const long = Buffer.from('x'.repeat(11))
    const { lines, splitter } = collect(
      [long.subarray(0, 6), long.subarray(6), Buffer.from('\n'), long, Buffer.from('\nshort\n')],
      10,
    )
    expect(lines).toEqual(['short'])
    expect(splitter.skipped).toEqual({ lines: 2, bytes: 22 })
  })
})

describe('parseLine', () => {
  const parse = (text: string): ReturnType<typeof parseLine> => parseLine(Buffer.from(text))

  it('reads one object', () => {
    expect(parse('{"type":"user","n":1}')).toEqual({ objects: [{ type: 'user', n: 1 }], damaged: false })
  })

  it('reads objects that lost the newline between them', () => {
    expect(parse('{"type":"a"}{"parentUuid":null,"s":"}{\\"x"}{"type":"c","d":{"type":"e"}}')).toEqual({
      objects: [{ type: 'a' }, { parentUuid: null, s: '}{"x' }, { type: 'c', d: { type: 'e' } }],
      damaged: false,
    })
  })

  it('finds the whole line after a torn one and says that something is lost', () => {
    expect(parse('{"parentUuid":"x","isSid{"parentUuid":"y","type":"user"}')).toEqual({
      objects: [{ parentUuid: 'y', type: 'user' }],
      damaged: true,
    })
  })

  it('passes over NULs of a lost block', () => {
    expect(parse('\0\0\0{"type":"user"}\0')).toEqual({ objects: [{ type: 'user' }], damaged: false })
    expect(parse('\0\0')).toEqual({ objects: [], damaged: false })
  })

  it('gives up on what is no JSON, quickly', () => {
    expect(parse('{"type":"'.repeat(50_000))).toEqual({ objects: [], damaged: true })
    expect(parse('not json')).toEqual({ objects: [], damaged: true })
    expect(parse('[1]')).toEqual({ objects: [], damaged: true })
  })
})
