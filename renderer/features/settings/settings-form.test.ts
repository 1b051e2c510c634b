import { expect, test } from 'vitest'
import { Settings, type SettingsState } from '../../../contract/settings.ts'
import { isBehind, isDirty, keepMine, settingsArrived, type SettingsForm, startForm } from './settings-form.ts'

function state(revision: string, settings: object = {}): SettingsState {
  return { settings: Settings.parse(settings), revision, file: '/x/settings.json', problem: null }
}

function edited(base: SettingsState): SettingsForm {
  const form = startForm(base)
  return { ...form, draft: { ...form.draft, appearance: { ...form.draft.appearance, theme: 'dark' } } }
}

test('what is edited is dirty, and clean again when it is edited back', () => {
  const form = startForm(state('1'))
  expect(isDirty(form)).toBe(false)
  expect(isDirty(edited(state('1')))).toBe(true)
  expect(isDirty({ ...form, draft: structuredClone(form.draft) })).toBe(false)
})

test('a change elsewhere is taken where nothing was edited', () => {
  const now = state('2', { appearance: { theme: 'light' } })
  expect(settingsArrived(startForm(state('1')), now)).toEqual(startForm(now))
  expect(settingsArrived(null, now)).toEqual(startForm(now))
})

test('an edited form stays, and knows that it is behind', () => {
  const form = edited(state('1'))
  const now = state('2', { appearance: { theme: 'light' } })
  expect(settingsArrived(form, now)).toBe(form)
  expect([isBehind(form, now), isBehind(form, state('1'))]).toEqual([true, false])
})

test('an own save comes back as clean', () => {
  const saved = state('2', { appearance: { theme: 'dark' } })
  expect(isDirty(settingsArrived(edited(state('1')), saved))).toBe(false)
})

test('keeping mine keeps what I edited and takes what others changed', () => {
  const now = state('2', { appearance: { theme: 'light', terminalFontSize: 20 }, shortcuts: { home: 'x' } })
  const merged = keepMine(edited(state('1', { shortcuts: { search: 's' } })), now)
  expect(merged.base).toBe(now)
  expect(merged.draft.appearance).toEqual({ theme: 'dark', terminalFontSize: 20 })
  expect(merged.draft.shortcuts).toEqual({ home: 'x' })
})

test('a key that I took away stays away', () => {
  const before = startForm(state('1', { shortcuts: { home: 'x', search: 's' } }))
  const mine = { ...before, draft: { ...before.draft, shortcuts: { search: 's' } } }
  const merged = keepMine(mine, state('2', { shortcuts: { home: 'x', search: 's', help: 'h' } }))
  expect(merged.draft.shortcuts).toEqual({ search: 's', help: 'h' })
})
