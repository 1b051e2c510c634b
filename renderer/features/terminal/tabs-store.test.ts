import { expect, it } from 'vitest'
import { NO_TABS, openTarget } from './tabs.ts'
import { keep, type Kept, keptLook, keptTabs, openTab, readKept, stepFont, useLook, useTabs } from './tabs-store.ts'

function storage(content: Record<string, string> = {}): () => Kept {
  const values = new Map(Object.entries(content))
  return () => ({ getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) })
}

const broken = (): Kept => {
  throw new Error('storage is switched off')
}

it('keeps tabs and gives them back', () => {
  const kept = storage()
  const tabs = openTarget(NO_TABS, 'series', 'tab')
  keep(kept, 'baton-terminal-tabs', tabs)
  expect(keptTabs(kept)).toEqual(tabs)
})

it('begins with nothing where what is kept is rubbish or storage is off', () => {
  expect(keptTabs(storage({ 'baton-terminal-tabs': '{"tabs":' }))).toEqual(NO_TABS)
  expect(keptTabs(storage({ 'baton-terminal-tabs': '{"tabs":[1]}' }))).toEqual(NO_TABS)
  expect(keptTabs(broken)).toEqual(NO_TABS)
  expect(() => keep(broken, 'key', NO_TABS)).not.toThrow()
  expect(readKept(storage({ key: 'null' }), 'key')).toBeUndefined()
})

it('forgets the font size of tabs that are gone', () => {
  const kept = storage({ 'baton-terminal-look': '{"screenReader":true,"fontSteps":{"tab":2,"gone":3}}' })
  expect(keptLook(kept, openTarget(NO_TABS, 'series', 'tab'))).toEqual({ screenReader: true, fontSteps: { tab: 2 } })
  expect(keptLook(storage({ 'baton-terminal-look': '{"fontSteps":{"tab":99}}' }), NO_TABS)).toEqual({
    screenReader: false,
    fontSteps: {},
  })
})

it('opens a target once and steps its font within bounds', () => {
  openTab('series')
  openTab('series')
  expect(useTabs.getState().tabs).toHaveLength(1)
  const id = useTabs.getState().tabs[0]?.id ?? ''
  for (let n = 0; n < 40; n++) stepFont(id, 1)
  expect(useLook.getState().fontSteps[id]).toBe(12)
  stepFont(id, 0)
  expect(useLook.getState().fontSteps[id]).toBe(0)
})
