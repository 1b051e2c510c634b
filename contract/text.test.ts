import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText } from './text.ts'

describe('cleanText', () => {
  it('takes out what steers a terminal and keeps the words', () => {
    expect(cleanText('a\u001b[31mred\u0007\u009b2Jb\r\n\tc')).toBe('a[31mred2Jb\n\tc')
  })

  it('takes out what reorders or hides text', () => {
    expect(cleanText('safe\u202Etxt.exe\u200B\u2066x\u2069\u{E0041}')).toBe('safetxt.exex')
  })
})

describe('cleanLine', () => {
  it('is one line of the given length at most', () => {
    expect(cleanLine('  a\n\n b  ')).toBe('a b')
    expect(cleanLine('x'.repeat(300), 10)).toBe('xxxxxxxxx…')
  })
})
