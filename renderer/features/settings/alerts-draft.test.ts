import { expect, test } from 'vitest'
import { Settings } from '../../../contract/settings.ts'
import { freeName, newRule } from './alerts-draft.ts'
import { draftOfSettings, settingsOfDraft, type SettingsDraft } from './settings-draft.ts'

const base = Settings.parse({
  alerts: {
    rules: [{ id: 'full', fact: 'context', above: 90, project: '/p', channels: ['in-app', 'hook'] }],
    webhooks: [{ id: 'hook', url: 'https://example.org/x', secretFile: '/s' }],
    commands: [{ id: 'say', argv: ['/usr/bin/notify-send', 'Baton says', 'x'] }],
  },
})

function changed(change: (alerts: SettingsDraft['alerts']) => void) {
  const draft = structuredClone(draftOfSettings(base))
  change(draft.alerts)
  return settingsOfDraft(draft, base)
}

test('what is not touched stays as it is', () => {
  expect(settingsOfDraft(draftOfSettings(base), base)).toEqual({ settings: base, errors: {} })
})

test('what is changed is said in the settings', () => {
  const { settings, errors } = changed(({ rules, webhooks, commands }) => {
    Object.assign(rules[0] ?? {}, { project: ' /q/ ', above: 80, forMinutes: 5 })
    Object.assign(webhooks[0] ?? {}, { secretFile: '' })
    commands.push({ id: 'beep', words: '/usr/bin/beep\n-f 440\n' })
    rules.push(newRule(rules))
  })
  expect(errors).toEqual({})
  expect(settings?.alerts.rules).toMatchObject([{ project: '/q', above: 80, forMinutes: 5 }, { id: 'rule-1' }])
  expect(settings?.alerts.webhooks).toMatchObject([{ secretFile: null }])
  expect(settings?.alerts.commands[1]).toEqual({ id: 'beep', argv: ['/usr/bin/beep', '-f 440'] })
})

test('what is wrong is said at its field', () => {
  const { settings, errors } = changed(({ rules, webhooks, commands }) => {
    Object.assign(rules[0] ?? {}, { above: null, channels: [] })
    rules.push({ ...newRule(rules), below: 60 }, { ...newRule(rules), id: 'Not so', channels: ['pager'] })
    Object.assign(webhooks[0] ?? {}, { url: 'example' })
    Object.assign(commands[0] ?? {}, { words: '' })
  })
  expect(settings).toBeNull()
  expect(errors).toEqual({
    'alert rules 0 above': 'Give a figure above 0',
    'alert rules 0 channels': 'Choose at least one channel',
    'alert rules 2 id': 'Give a name of small letters, digits and hyphens, 40 at most',
    'alert webhooks 0 url': 'Give an address like https://example.org/hook',
    'alert commands 0 argv': 'Give the program and its arguments, each on a line of its own',
  })
})

test('what cannot work is said at its field', () => {
  const { settings, errors } = changed(({ rules, webhooks, commands }) => {
    Object.assign(rules[0] ?? {}, { above: 120 })
    rules.push({ ...newRule(rules), below: 60, channels: ['pager'] })
    Object.assign(webhooks[0] ?? {}, { url: 'http://example.org' })
    Object.assign(commands[0] ?? {}, { words: 'notify-send' })
  })
  expect(settings).toBeNull()
  expect(Object.keys(errors)).toEqual([
    'alert rules 0 above',
    'alert rules 1 below',
    'alert rules 1 channels',
    'alert webhooks 0 url',
    'alert commands 0 argv',
  ])
  expect(errors['alert rules 0 above']).toBe('120 percent of it can never be reached: give 100 or less')
})

test('what stood in the file already is said, and keeps nobody from changing something else', () => {
  const bad = Settings.parse({ alerts: { rules: [{ id: 'full', fact: 'context', above: 200 }] } })
  const draft = { ...draftOfSettings(bad), shortcuts: { home: 'g o' } }
  const { settings, errors } = settingsOfDraft(draft, bad)
  expect(settings?.shortcuts).toEqual({ home: 'g o' })
  expect(Object.keys(errors)).toEqual(['alert rules 0 above'])
})

test('a new one gets a name that none has', () => {
  expect(freeName('hook', [{ id: 'hook-1' }, { id: 'hook-3' }])).toBe('hook-2')
})
