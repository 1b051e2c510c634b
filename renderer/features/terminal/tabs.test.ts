import { describe, expect, it } from 'vitest'
import {
  activeTab,
  closeTab,
  cycleTab,
  MAX_TABS,
  moveTab,
  moveToNextPane,
  NO_TABS,
  openTarget,
  readTabs,
  setLayout,
  showTab,
  tabsInPanes,
  type TabsState,
} from './tabs.ts'

const opened = (...targets: string[]): TabsState =>
  targets.reduce((state, target) => openTarget(state, target, `tab-${target}`), NO_TABS)

describe('opening', () => {
  it('shows a new target in the active pane and keeps the others as tabs', () => {
    const state = opened('a', 'b')
    expect(activeTab(state)?.target).toBe('b')
    expect(state.tabs.map((tab) => tab.target)).toEqual(['a', 'b'])
  })

  it('goes to the pane that shows the target already', () => {
    const split = openTarget({ ...setLayout(opened('a'), 'columns'), active: 1 }, 'b', 'tab-b')
    expect(split.panes).toEqual(['tab-a', 'tab-b'])
    expect(openTarget(split, 'a', 'other')).toEqual({ ...split, active: 0 })
  })

  it('has before the eyes what all panes show, and nothing of an empty one', () => {
    const split = setLayout(opened('a', 'b', 'c'), 'columns')
    expect(tabsInPanes(split).map(({ target }) => target)).toEqual(['c', 'a'])
    expect(tabsInPanes(setLayout(opened('a'), 'grid')).map(({ target }) => target)).toEqual(['a'])
    expect(tabsInPanes(NO_TABS)).toEqual([])
  })

  it('lets the oldest tab that is not in sight go when there are too many', () => {
    const many = opened(...Array.from({ length: MAX_TABS }, (_, n) => `s${n}`))
    const shown = openTarget(showTab(many, 'tab-s0'), 'new', 'tab-new')
    expect(shown.tabs).toHaveLength(MAX_TABS)
    expect(shown.tabs.slice(0, 2).map((tab) => tab.target)).toEqual(['s0', 's2'])
    expect(activeTab(shown)?.target).toBe('new')
  })
})

describe('closing', () => {
  it('shows the neighbour that no pane shows', () => {
    expect(activeTab(closeTab(showTab(opened('a', 'b', 'c'), 'tab-b'), 'tab-b'))?.target).toBe('c')
    expect(activeTab(closeTab(opened('a', 'b', 'c'), 'tab-c'))?.target).toBe('b')
  })

  it('leaves an empty pane when all others are in sight', () => {
    const split = setLayout(opened('a', 'b'), 'columns')
    expect(closeTab(split, split.panes[0] ?? '').panes[0]).toBeNull()
    expect(closeTab(opened('a'), 'tab-a')).toEqual(NO_TABS)
  })
})

describe('the layout', () => {
  it('fills new panes with hidden tabs and leaves the rest empty', () => {
    expect(setLayout(opened('a', 'b', 'c'), 'grid').panes).toEqual(['tab-c', 'tab-a', 'tab-b', null])
  })

  it('keeps the active terminal in sight when it shrinks', () => {
    const grid = { ...setLayout(opened('a', 'b', 'c', 'd'), 'grid'), active: 3 }
    const single = setLayout(grid, 'single')
    expect(single.panes).toEqual([grid.panes[3]])
    expect(single.active).toBe(0)
    expect(single.tabs).toHaveLength(4)
  })

  it('never shows one tab twice', () => {
    let state = setLayout(opened('a', 'b'), 'columns')
    state = moveToNextPane(state)
    state = openTarget(state, 'c', 'tab-c')
    state = setLayout(state, 'grid')
    const shown = state.panes.filter((id) => id !== null)
    expect(new Set(shown).size).toBe(shown.length)
  })
})

it('goes round the tabs and moves them', () => {
  const state = opened('a', 'b', 'c')
  expect(activeTab(cycleTab(state, 1))?.target).toBe('a')
  expect(activeTab(cycleTab(state, -1))?.target).toBe('b')
  expect(moveTab(state, 'tab-c', -1).tabs.map((tab) => tab.target)).toEqual(['a', 'c', 'b'])
  expect(moveTab(state, 'tab-a', -1)).toBe(state)
  expect(cycleTab(NO_TABS, 1)).toBe(NO_TABS)
})

describe('what was kept', () => {
  it('is read back as it was', () => {
    const state = setLayout(opened('a', 'b'), 'rows')
    expect(readTabs(JSON.parse(JSON.stringify(state)))).toEqual(state)
  })

  it('is made whole where it does not fit together', () => {
    const tabs = [
      { id: '1', target: 'a' },
      { id: '2', target: 'a' },
    ]
    expect(readTabs({ tabs, layout: 'columns', panes: ['1', '1', 'gone'], active: 7 })).toEqual({
      tabs: [{ id: '1', target: 'a' }],
      layout: 'columns',
      panes: ['1', null],
      active: 1,
    })
  })

  it('is passed over when it is something else', () => {
    expect(readTabs(null)).toBeNull()
    expect(readTabs({ tabs: 'x' })).toBeNull()
    expect(readTabs({ tabs: [], layout: 'spiral', panes: [], active: 0 })).toBeNull()
  })
})
