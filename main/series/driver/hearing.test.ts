import { afterAll, expect, it, vi } from 'vitest'
import type { PlanLimit } from '../../../contract/forecast.ts'
import { parseStatusLine } from '../../agents/claude/status-line.ts'
import { openTestStore, seriesRow, testFolder } from '../../store/testing.ts'
import { drivenForTest } from './driven-for-tests.ts'
import { hostedEvents } from './hearing.ts'

const AT = Date.parse('2026-11-22T12:00:00Z')
const folder = testFolder()
const store = await openTestStore(folder.dir)
await store.createSeries(seriesRow({ id: 'S' }))
afterAll(async () => {
  await store.close()
  folder.remove()
})

function statusLine(rate_limits: object | undefined) {
  const current_usage = { input_tokens: 3, cache_creation_input_tokens: 0, cache_read_input_tokens: 50_000 }
  const line = {
    session_id: 's1',
    model: { id: 'claude-opus-5-5' },
    version: '2.1.330',
    cost: { total_cost_usd: 0.1 },
    context_window: { context_window_size: 200_000, current_usage },
    rate_limits,
  }
  const reading = parseStatusLine(JSON.stringify(line), AT)
  if (reading === null) throw new Error('this is a status line')
  return reading
}

it('hands on the limits of the plan that a status line tells of, and none where it tells of none', async () => {
  const driven = drivenForTest(store, folder.dir, AT)
  const heard: PlanLimit[][] = []
  driven.ports.limits = (limits) => void heard.push(limits)
  const events = hostedEvents(driven, driven.state.launch?.id ?? '')
  events.statusLine(statusLine(undefined))
  expect(heard).toEqual([])
  events.statusLine(statusLine({ five_hour: { used_percentage: 12, resets_at: '2026-11-22T15:00:00Z' } }))
  expect(heard).toMatchObject([[{ agent: 'claude', name: 'five_hour', usedPercent: 12, source: 'statusline' }]])
  // What it tells of the cost comes after both are in the store.
  await vi.waitFor(() => expect(driven.told.filter(({ type }) => type === 'CostMeasured')).toHaveLength(2))
})
