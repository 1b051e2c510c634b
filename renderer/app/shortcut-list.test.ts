import { expect, test } from 'vitest'
import { SHORTCUTS, type ShortcutAction, shortcutConflicts, shortcutKeys } from './shortcut-list.ts'

test('no default is in conflict with another', () => {
  const keys = shortcutKeys({})
  const conflicts = SHORTCUTS.flatMap(({ action }) => shortcutConflicts(action as ShortcutAction, keys))
  expect(conflicts).toEqual([])
})

test('every action is there once', () => {
  const actions = SHORTCUTS.map(({ action }) => action)
  expect(new Set(actions).size).toBe(actions.length)
})

test('own keys win, an empty one switches off, unknown actions are left out', () => {
  const keys = shortcutKeys({ home: 'mod+h', search: '', rubbish: 'x' })
  expect(keys.home).toBe('mod+h')
  expect(keys.search).toBe('')
  expect(keys.settings).toBe('g s')
  expect('rubbish' in keys).toBe(false)
})

test('the same keys, or the beginning of a sequence, are a conflict where both work', () => {
  expect(shortcutConflicts('search', shortcutKeys({ search: '?' }))).toEqual(['help'])
  expect(shortcutConflicts('new-series', shortcutKeys({ 'new-series': 'g' }))).toContain('home')
  expect(shortcutConflicts('board-next', shortcutKeys({ 'board-next': 'n' }))).toEqual(['new-series'])
})

test('different screens may have the same keys', () => {
  expect(shortcutConflicts('board-terminal', shortcutKeys({}))).toEqual([])
  expect(shortcutConflicts('search', shortcutKeys({ search: '', help: '' }))).toEqual([])
})
