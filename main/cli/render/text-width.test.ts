import { expect, it } from 'vitest'
import { joined, lineWidth, paintLine, piece } from './line.ts'
import { PLAIN } from './samples.ts'
import { tableLines } from './table.ts'
import { cutText, padText, textWidth, wrapText } from './text-width.ts'

it('counts columns, not characters', () => {
  expect([textWidth('abc'), textWidth('日本'), textWidth('é'), textWidth('👩‍👩‍👧‍👦')]).toEqual([3, 4, 1, 2])
})

it.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdef', 5, 'abcd…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3, '👩‍👩‍👧‍👦…'],
  ['abc', 0, ''],
])('cuts %j to %i columns', (text, columns, cut) => {
  expect(cutText(text, columns)).toBe(cut)
  expect(textWidth(cut)).toBeLessThanOrEqual(columns)
})

it('pads by columns and wraps between words, cutting only what fits nowhere', () => {
  expect(padText('日', 4)).toBe('日  ')
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrapText('extraordinary is', 6)).toEqual(['extra…', 'is'])
  expect(wrapText('', 10)).toEqual([''])
})

it('paints a line up to its last column', () => {
  const line = [piece('abc', 'good'), piece('def', 'bad')]
  expect(paintLine(line, PLAIN, 4)).toBe('abc…')
  expect(paintLine(line, PLAIN, 3)).toBe('abc')
  expect(lineWidth(line)).toBe(6)
  expect(paintLine(joined([piece('a'), null, piece(''), piece('b')]), PLAIN)).toBe('a · b')
})

it('lays out a table, giving way in the flexible column and then from the right', () => {
  const rows = [[piece('x'), piece('a very long middle column'), piece('right')]]
  const text = (columns: number) => tableLines(['a', 'b', 'c'], rows, 1, columns).map((line) => paintLine(line, PLAIN))
  expect(text(80)).toEqual(['a  b                          c', 'x  a very long middle column  right'])
  expect(text(24)[1]).toBe('x  a very long m…  right')
  expect(text(14)).toEqual(['a  b', 'x  a very lon…'])
})
