import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FINEST, usageAsked, type UsageOptions } from './usage-asked.ts'

/** Noon of 22 November 2026, local time. */
const NOW = new Date(2026, 10, 22, 12).getTime()
const ask = (options: UsageOptions, change: { json?: boolean; cwd?: string } = {}) =>
  usageAsked(options, { json: false, cwd: '/', home: '/home/ada', now: NOW, ...change })

function asked(options: UsageOptions, change: { json?: boolean; cwd?: string } = {}) {
  const outcome = ask(options, change)
  if (!outcome.ok) throw new Error(outcome.problem.cause)
  return outcome.value
}

describe('usage', () => {
  it('shows a person the last thirty days, and everything by other groups', () => {
    expect(asked({})).toMatchObject({ view: 'rows', by: ['day'], filters: { from: '2026-10-24', until: '2026-11-22' } })
    expect(asked({ by: 'model' })).toMatchObject({ by: ['model'], filters: { from: null, until: null } })
    expect(asked({ by: 'week' })).toMatchObject({ by: ['day'], filters: { from: null, until: null } })
    expect(asked({ by: 'session' }).by).toEqual(['session', 'agent', 'project'])
  })

  it('gives a program everything, as finely as it can be told', () => {
    expect(asked({}, { json: true })).toMatchObject({ by: FINEST, filters: { from: null, until: null } })
    expect(asked({ csv: true })).toMatchObject({ by: FINEST, csv: true })
    expect(asked({ csv: true, by: 'agent' }).by).toEqual(['agent'])
  })

  it('takes a range by its days or by how long it is', () => {
    expect(asked({ from: '2026-11-01' }).filters).toMatchObject({ from: '2026-11-01', until: null })
    expect(asked({ from: '2026-11-01', until: '2026-11-01' }).filters).toMatchObject({ until: '2026-11-01' })
    expect(asked({ last: '1d' }).filters).toMatchObject({ from: '2026-11-22', until: '2026-11-22' })
    expect(asked({ last: '2w', advice: true }).filters).toMatchObject({ from: '2026-11-09', until: '2026-11-22' })
  })

  it('knows a project by its real path, also one that is gone', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'baton-asked-')))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'api'))
    symlinkSync(join(folder, 'api'), join(folder, 'link'))
    expect(asked({ project: 'link' }, { cwd: folder }).filters.project).toBe(join(folder, 'api'))
    expect(asked({ project: 'gone' }, { cwd: folder }).filters.project).toBe(join(folder, 'gone'))
    expect(asked({ project: '~/src' }).filters.project).toBe('/home/ada/src')
  })

  it('has one view at a time', () => {
    expect(asked({ explain: 'x' })).toMatchObject({ view: 'explain', explain: 'x' })
    expect(asked({ limits: true }).view).toBe('limits')
  })

  it.each<[UsageOptions, string]>([
    [{ from: '2026-02-30' }, '--from 2026-02-30: it is no day of the calendar'],
    [{ until: 'today' }, '--until today: it is no day of the calendar'],
    [{ from: '2026-11-02', until: '2026-11-01' }, '--from 2026-11-02: it is after 2026-11-01'],
    [{ last: '30' }, '--last 30: it is no number of days or weeks'],
    [{ last: '0d' }, '--last 0d: it is no number of days or weeks'],
    [{ last: '7d', from: '2026-11-01' }, '--last: it says where the range begins and ends already'],
    [{ models: true, advice: true }, '--advice: it cannot be asked together with --models'],
    [{ models: true, by: 'day' }, '--by: --models does not take it'],
    [{ patterns: true, project: '.' }, '--project: --patterns does not take it'],
    [{ spend: true, last: '7d' }, 'a range: --spend has a time of its own'],
  ])('refuses %j', (options, said) => {
    const outcome = ask(options)
    expect(outcome.ok ? '' : `${outcome.problem.thing}: ${outcome.problem.cause}`).toBe(said)
    expect(outcome.ok ? '' : outcome.problem.code).toBe('usage')
  })

  it('refuses two forms at once', () => {
    expect(ask({ csv: true }, { json: true }).ok).toBe(false)
  })
})
