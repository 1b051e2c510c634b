import { describe, expect, it } from 'vitest'
import type { ContextForecast, PlanLimit } from '../../contract/forecast.ts'
import type { SeriesView } from '../../contract/series.ts'
import { trayModel, type TrayItem, type TrayKnows } from './tray-model.ts'
import { seriesView, sessionView, trayKnows } from './testing.ts'

function modelOf(series: SeriesView[], change: Partial<TrayKnows> = {}) {
  return trayModel(trayKnows({ series, ...change }))
}

function labels(items: readonly TrayItem[]): string[] {
  return items.map((item) => (item.kind === 'separator' ? '---' : item.label))
}

function submenu(items: readonly TrayItem[], start: string): TrayItem[] {
  const found = items.find((item) => item.kind === 'submenu' && item.label.startsWith(start))
  return found?.kind === 'submenu' ? found.items : []
}

describe('the menu of the tray', () => {
  it('offers the window and the end when nothing runs', () => {
    const { items, state, title, tooltip } = modelOf([])
    expect({ state, title, tooltip }).toEqual({ state: 'idle', title: '', tooltip: 'Baton: nothing runs' })
    expect(labels(items)).toEqual([
      'Baton: nothing runs',
      '---',
      'Open Baton',
      'Keep awake while a series runs',
      '---',
      'Quit Baton',
    ])
  })

  it('has the limits of plans, what resets next first, where an agent told of any', () => {
    const limit: PlanLimit = {
      agent: 'claude',
      name: 'seven_day',
      windowMinutes: 10_080,
      usedPercent: 7,
      resetsAt: null,
      source: 'statusline',
      at: '2026-11-22T09:00:00.000Z',
    }
    const soon = { ...limit, name: 'five_hour', windowMinutes: 300, resetsAt: '2026-11-22T10:30:00.000Z' }
    const { items } = modelOf([], { limits: [limit, soon] })
    expect(labels(items).slice(1, 4)).toEqual([
      '---',
      expect.stringMatching(/^Claude, 5 hours: 7 % used, resets at \d\d:\d\d$/),
      'Claude, 7 days: 7 % used',
    ])
  })

  it('tells when a session will be due', () => {
    const turns = { low: 3.7, mid: 6.4, high: 8.9 }
    const forecast: ContextForecast = {
      due: 1,
      turns,
      minutes: null,
      method: 'growth',
      basis: { own: 9, earlier: 0 },
      at: '',
    }
    const below = submenu(modelOf([seriesView({ session: sessionView({ forecast }) })]).items, 'checkout')
    expect(labels(below)[0]).toMatch(/ · due in ~6 turns \(4–9\)$/)
  })

  it('has each series with its loop, its context and what can be done with it', () => {
    const { items } = modelOf([seriesView()])
    expect(labels(items)).toContain('checkout · shop · 72 %')
    const below = submenu(items, 'checkout')
    expect(labels(below)).toEqual([
      'Running · 144k of 200k tokens · 1 of 2 tasks done',
      '---',
      'Loop',
      'Checkpoint now',
      'Cycle now',
      '---',
      'Open terminal',
      'Open series',
    ])
    expect(below.flatMap((item) => ('command' in item ? [item.command] : []))).toEqual([
      { do: 'series.pause', seriesId: 's1' },
      { do: 'series.checkpoint', seriesId: 's1' },
      { do: 'series.cycle', seriesId: 's1' },
      { do: 'open-terminal', seriesId: 's1' },
      { do: 'open-series', seriesId: 's1' },
    ])
  })

  it('turns the loop of a paused series on again, and hands nothing over without a session', () => {
    const below = submenu(modelOf([seriesView({ status: 'paused', session: null })]).items, 'checkout')
    expect(below.find((item) => item.kind === 'checkbox')).toMatchObject({
      checked: false,
      command: { do: 'series.resume', seriesId: 's1' },
      enabled: true,
    })
    expect(below.filter((item) => item.kind === 'action').map(({ label, enabled }) => [label, enabled])).toEqual([
      ['Checkpoint now', false],
      ['Cycle now', false],
      ['Open terminal', true],
      ['Open series', true],
    ])
  })

  it('shows a series that is to pause at its next turn end as paused already', () => {
    const below = submenu(modelOf([seriesView({ ending: 'pause' })]).items, 'checkout')
    expect(below.find((item) => item.kind === 'checkbox')).toMatchObject({
      checked: false,
      command: { do: 'series.resume' },
    })
  })

  it('puts what needs a person first, with the way to its terminal', () => {
    const asking = seriesView({
      id: 's2',
      task: 'login',
      status: 'needs-attention',
      why: 'it makes no progress',
      session: null,
    })
    const { items, state, tooltip } = modelOf([seriesView(), asking])
    expect(state).toBe('attention')
    expect(tooltip).toBe('Baton: 1 running, 1 needs you · 72 % · checkout')
    expect(items[1]).toEqual({
      kind: 'action',
      label: 'login · shop: it makes no progress',
      command: { do: 'open-terminal', seriesId: 's2' },
      enabled: true,
    })
    expect(labels(items)[3]).toMatch(/^login/)
  })

  it('says when a limit lets a series go on', () => {
    const until = new Date(2026, 10, 22, 14, 5).toISOString()
    const hold = { kind: 'limit', since: until, until, human: false }
    const { items, state } = modelOf([seriesView({ status: 'waiting', hold })])
    expect(state).toBe('waiting')
    expect(labels(submenu(items, 'checkout'))[1]).toBe('Limit: goes on at 14:05')
  })

  it('leaves finished series out', () => {
    expect(labels(modelOf([seriesView({ status: 'completed' })]).items)).not.toContain('checkout · shop · 72 %')
  })

  it('is no longer than a screen', () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      seriesView({ id: `s${n}`, task: `t${n}`, status: 'needs-attention' }),
    )
    const { items } = modelOf(many)
    expect(items.filter(({ kind }) => kind === 'submenu')).toHaveLength(12)
    expect(labels(items)).toContain('28 more in the window …')
    expect(items.length).toBeLessThan(35)
  })

  it('offers nothing that needs a core while none answers', () => {
    const { items, state, tooltip } = modelOf([seriesView()], { connected: false })
    expect(state).toBe('attention')
    expect(tooltip).toBe('Baton: its core does not answer')
    const doing = submenu(items, 'checkout').flatMap((item) =>
      'command' in item && item.command.do.startsWith('series.') ? [item.enabled] : [],
    )
    expect(doing).toEqual([false, false, false])
  })

  it('says how far a safe end is, and what waits for a restart', () => {
    const { items, tooltip } = modelOf([seriesView()], {
      busy: 'Ending safely: 0 of 1 sessions ended',
      update: '0.2.0',
      updateProblem: 'net::ERR',
    })
    expect(tooltip).toBe('Ending safely: 0 of 1 sessions ended')
    expect(labels(items)).toContain('Restart to update to 0.2.0')
    expect(labels(items)).toContain('Update failed: net::ERR')
  })

  it('toggles what keeps the machine awake, while there is a core', () => {
    const item = (keepAwake: boolean, connected = true) =>
      modelOf([], { keepAwake, connected }).items.find((one) => one.kind === 'checkbox')
    expect(item(true)).toMatchObject({ checked: true, enabled: true, command: { do: 'keep-awake', on: false } })
    expect(item(false, false)).toMatchObject({ checked: false, enabled: false })
  })
})

describe('the words beside the icon', () => {
  it('tell the fullest context that is known, of a live session', () => {
    const of = (id: string, percent: number | null, live = true) =>
      seriesView({
        id,
        task: id,
        session: sessionView({
          live,
          context: { used: percent, window: 100, percent, source: 'transcript', at: '2026-11-22T10:00:00.000Z' },
        }),
      })
    expect(modelOf([of('a', 41.4), of('b', 72.6), of('c', null), of('d', 99, false)]).title).toBe('73 % · b')
    expect(modelOf([of('c', null)]).title).toBe('')
    expect(labels(modelOf([of('c', null)]).items)).toContain('c · shop · –')
  })

  it('are data: names steer no menu and hide nothing', () => {
    const { items, title } = modelOf([seriesView({ task: 'a&b\u202Etxt\nnext', project: '/x/\u001b[31m' })])
    expect(labels(items)).toContain('a&&btxt next · [31m · 72 %')
    expect(title).toBe('72 % · a&btxt next')
  })
})
