import { expect, test } from 'vitest'
import { barAfter } from './chart-keys.ts'
import { canStepInto, nameOf, shortId, valueOf } from './names.ts'
import { NO_USAGE } from './figures.ts'
import { progressWords } from './scan-banner.tsx'
import { usageQuery } from './usage-query.ts'

const known = { series: new Map([['01KB0SAMPLE000000000000001', { task: 'front' }]]), today: '2026-11-22' }

test('names of what an agent wrote are cleaned, and what is not known says so', () => {
  expect(nameOf('project', '/home/ann/sh\u202eop', known)).toBe('shop')
  expect(nameOf('project', '', known)).toBe('No project known')
  expect(nameOf('model', 'unattributed', known)).toBe('Unattributed')
  expect(nameOf('agent', 'codex', known)).toBe('Codex CLI')
  expect(nameOf('series', '01KB0SAMPLE000000000000001', known)).toBe('front')
  expect(nameOf('series', '01KB0SAMPLE000000000000009', known)).toBe('00000009')
  expect(shortId('5e551011-0000-4000-8000-1')).toBe('5e551011')
})

test('one can go into what is known, and into what is of no project', () => {
  expect(canStepInto('session', '')).toBe(false)
  expect(canStepInto('project', '')).toBe(true)
  expect(canStepInto('day', '2026-11-22')).toBe(false)
})

test('a row of no project has the value that the ledger is asked with', () => {
  const value = valueOf({ ...NO_USAGE, project: null }, 'project')
  const query = usageQuery({ from: null, until: '2026-11-22' }, [{ dimension: 'project', value }], { by: ['session'] })
  expect(query).toEqual({ from: null, until: '2026-11-22', by: ['session'], project: '' })
})

test('the trail is what the ledger is asked for; an agent that does not exist is not', () => {
  const trail = [
    { dimension: 'series', value: '01K' },
    { dimension: 'session', value: 's' },
    { dimension: 'agent', value: 'nobody' },
    { dimension: 'model', value: 'm' },
  ] as const
  expect(usageQuery({ from: null, until: null }, trail, { by: [] })).toEqual({
    from: null,
    until: null,
    by: [],
    seriesId: '01K',
    sessionId: 's',
    model: 'm',
  })
})

test('keys of the chart', () => {
  expect(barAfter('ArrowRight', null, 3)).toBe(0)
  expect(barAfter('ArrowLeft', null, 3)).toBe(2)
  expect(barAfter('ArrowRight', 2, 3)).toBe(2)
  expect(barAfter('Home', 2, 3)).toBe(0)
  expect(barAfter('End', 0, 3)).toBe(2)
  expect(barAfter('Escape', 1, 3)).toBeNull()
  expect(barAfter('Escape', null, 3)).toBeUndefined()
  expect(barAfter('x', 1, 3)).toBeUndefined()
  expect(barAfter('ArrowRight', null, 0)).toBeUndefined()
})

test('how far the first scan is', () => {
  const none = { done: 0, total: 0 }
  expect(progressWords({ files: none, bytes: none })).toBe('Looking for transcripts…')
  expect(progressWords({ files: { done: 12, total: 2_000 }, bytes: { done: 1e6, total: 1e9 } })).toContain(
    '12 of 2,000 files, 1 MB of 1 GB',
  )
})
