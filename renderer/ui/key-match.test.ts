import { describe, expect, test } from 'vitest'
import { chordOf, createKeyMatcher, type KeyPress, SEQUENCE_MS } from './key-match.ts'

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }
}

describe('a press as it stands in a shortcut', () => {
  test.each([
    [press('k', { ctrlKey: true }), false, 'mod+k'],
    [press('k', { metaKey: true }), true, 'mod+k'],
    [press('k', { ctrlKey: true }), true, 'ctrl+k'],
    [press('C', { shiftKey: true }), false, 'shift+c'],
    [press('?', { shiftKey: true }), false, '?'],
    [press('+', { shiftKey: true }), false, '+'],
    [press(' '), false, 'space'],
    [press('ArrowDown', { ctrlKey: true, altKey: true }), false, 'mod+alt+arrowdown'],
    [press('Shift', { shiftKey: true }), false, null],
    [press('Dead'), false, null],
  ])('%o', (event, mac, chord) => expect(chordOf(event, mac)).toBe(chord))
})

describe('sequences', () => {
  const keys = [
    ['home', 'g h'],
    ['new', 'n'],
    ['next', 'h'],
    ['off', ''],
  ] as const

  test('one key after the other', () => {
    const matcher = createKeyMatcher()
    expect(matcher.press('g', 0, keys)).toBe('waiting')
    expect(matcher.press('h', SEQUENCE_MS, keys)).toEqual({ match: 'home' })
    expect(matcher.press('h', SEQUENCE_MS + 1, keys)).toEqual({ match: 'next' })
  })

  test('too late is a new beginning', () => {
    const matcher = createKeyMatcher()
    matcher.press('g', 0, keys)
    expect(matcher.press('h', SEQUENCE_MS + 1, keys)).toEqual({ match: 'next' })
  })

  test('what continues no sequence counts by itself', () => {
    const matcher = createKeyMatcher()
    matcher.press('g', 0, keys)
    expect(matcher.press('n', 10, keys)).toEqual({ match: 'new' })
    expect(matcher.press('x', 20, keys)).toBeNull()
  })
})
