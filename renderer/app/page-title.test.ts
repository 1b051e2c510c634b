import { expect, test } from 'vitest'
import type { SeriesView } from '../../contract/series.ts'
import { sampleSeries, sampleSession } from '../testing/sample-series.ts'
import { pageTitle } from './page-title.ts'

function withContext(n: number, used: number | null, over: Partial<SeriesView> = {}): SeriesView {
  const percent = used === null ? null : used / 2_000
  const context = { used, percent, window: 200_000, source: 'statusline' as const, at: '2026-11-22T12:00:00Z' }
  return sampleSeries(n, { session: sampleSession(n, { context }), ...over })
}

test('the fullest live context with its task', () => {
  const title = pageTitle([withContext(1, 40_000), withContext(2, 145_900), withContext(3, null)])
  expect(title).toBe('● 72 % retry-webhooks – Baton')
})

test('who needs a person is counted', () =>
  expect(pageTitle([withContext(1, null, { status: 'needs-attention' })])).toBe('(1) Baton'))

test('an ended session has no context now', () => {
  const ended = withContext(1, 150_000)
  const session = ended.session === null ? null : { ...ended.session, live: false }
  expect(pageTitle([{ ...ended, session }])).toBe('Baton')
  expect(pageTitle([])).toBe('Baton')
})
