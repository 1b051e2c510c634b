import { expect, test } from 'vitest'
import { recordPress } from './key-recorder.ts'

function press(key: string, held: object = {}) {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }
}

test('a key alone may be the first of two', () => {
  expect(recordPress('', press('g'), false)).toEqual({ state: 'waiting', keys: 'g' })
  expect(recordPress('g', press('h'), false)).toEqual({ state: 'done', keys: 'g h' })
})

test('keys with a modifier are done at once', () => {
  expect(recordPress('', press('k', { ctrlKey: true }), false)).toEqual({ state: 'done', keys: 'mod+k' })
  expect(recordPress('', press('X', { shiftKey: true }), false)).toEqual({ state: 'waiting', keys: 'shift+x' })
})

test('a modifier alone is not yet a key, Esc gives up', () => {
  expect(recordPress('', press('Control', { ctrlKey: true }), false)).toEqual({ state: 'waiting', keys: '' })
  expect(recordPress('g', press('Escape'), false)).toEqual({ state: 'cancelled' })
})
