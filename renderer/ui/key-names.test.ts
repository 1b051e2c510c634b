import { expect, test } from 'vitest'
import { isMac, keyNames, splitChord } from './key-names.ts'

test('keys are named as they stand on the keyboard', () => {
  expect(keyNames('mod+shift+k', false)).toEqual([['Ctrl', 'Shift', 'K']])
  expect(keyNames('mod+alt+enter', true)).toEqual([['⌘', '⌥', 'Enter']])
  expect(keyNames('g h', false)).toEqual([['G'], ['H']])
  expect(keyNames('arrowdown', false)).toEqual([['↓']])
  expect(keyNames('f5', false)).toEqual([['F5']])
  expect(keyNames('', false)).toEqual([])
})

test('the plus key is a key', () => {
  expect(splitChord('mod++')).toEqual(['mod', '+'])
  expect(splitChord('+')).toEqual(['+'])
  expect(splitChord('mod+k')).toEqual(['mod', 'k'])
})

test('a Mac is known by its platform', () => {
  expect(isMac('MacIntel')).toBe(true)
  expect(isMac('Linux x86_64')).toBe(false)
})
