import { describe, expect, it } from 'vitest'
import { WholeSequences, wholeLength } from './whole-sequences.ts'

const TEXT =
  'plain \u001b[1;38;5;9mred\u001b[0m \u001b]0;title é\u0007 \u001b]8;;http://x\u001b\\link \u001bP+q\u001b\\ \u001b(B \u001bM \u001b\u001b[A end'

describe('cutting output', () => {
  it('never cuts inside a sequence, wherever the pieces end', () => {
    for (let cut = 0; cut <= TEXT.length; cut += 1) {
      const whole = new WholeSequences()
      const first = whole.push(TEXT.slice(0, cut))
      const second = whole.push(TEXT.slice(cut))
      expect(first + second + whole.rest()).toBe(TEXT)
      expect(wholeLength(first)).toBe(first.length)
      expect(first.length).toBeGreaterThan(cut - 24)
    }
  })

  it.each([
    ['a\u001b', 1],
    ['a\u001b[', 1],
    ['a\u001b[1;2', 1],
    ['a\u001b[1m', 5],
    ['a\u001b]0;t', 1],
    ['a\u001b]0;t\u001b', 1],
    ['a\u001b(', 1],
    ['a\u001b[1\u001b', 1],
    ['a\u001b[1\u001b[2', 1],
    ['a\u001b[1\u001b[2m', 8],
    ['\u001bPno \u0007 end', 0],
  ])('%j is whole up to %i', (text, length) => {
    expect(wholeLength(text)).toBe(length)
  })

  it('passes on a control string that never ends', () => {
    const whole = new WholeSequences()
    expect(whole.push('\u001b]0;never')).toBe('')
    expect(whole.push('x'.repeat(70_000))).toHaveLength(70_009)
    expect(whole.rest()).toBe('')
  })
})
