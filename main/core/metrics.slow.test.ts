import { expect, it, vi } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import { facts, launchRow, transition, usage } from '../store/testing.ts'
import type { Store } from '../store/types.ts'
import { coreOver, dataFolder, filled, keptSeries } from './testing.ts'

const A = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const SESSION = '5f2c9a3e-0000-4000-8000-000000000000'
const START = Date.parse('2026-11-22T10:00:00.000Z')

const at = (seconds: number) => ({ at: new Date(START + seconds * 1_000).toISOString(), series: A })
const CYCLE: RunEvent[] = [
  { type: 'session.started', ...at(0), sessionId: SESSION, n: 1, pid: 1 },
  { type: 'checkpoint.requested', ...at(100), sessionId: SESSION, reason: 'due' },
  { type: 'checkpoint.verified', ...at(140), n: 1, kind: 'agent', files: [], sha256: '', ref: null, notes: [] },
  { type: 'session.started', ...at(150), sessionId: 'b', n: 2, pid: 2 },
]

/** A series of one cycle, and what its first session used. */
async function fill(store: Store): Promise<void> {
  await store.createSeries(keptSeries(A, { task: 'fix the thing', project: '/home/me/client' }))
  const launch = launchRow({ id: `${A}-1`, seriesId: A, sessionId: SESSION, endedAt: 9_000 })
  await store.commit(transition({ seriesId: A, status: 'paused', state: {}, events: CYCLE, launches: [launch] }))
  await store.addSession({ sessionId: SESSION, launchId: launch.id, seriesId: A, at: 1 })
  await store.recordFacts(facts({ usages: [usage({ sessionId: SESSION, costUsd: 0.5 })] }))
}

async function scraped(dataDir: string): Promise<{ text: string; close(): Promise<void> }> {
  const core = await coreOver(dataDir, { serve: { port: 0 } })
  const answer = await fetch(`${core.url}/metrics`)
  expect(answer.status).toBe(200)
  return { text: await answer.text(), close: () => core.close() }
}

const figures = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => /^baton_(tokens|cost|cycles|cycle_seconds_(sum|count)|checkpoint_seconds_sum)/.test(line))

it('goes on with its counters where it stopped, with what came since', async () => {
  const dataDir = dataFolder()
  await filled(dataDir, fill)
  const first = await scraped(dataDir)
  await first.close()
  expect(figures(first.text)).toEqual([
    'baton_tokens_total{agent="claude",model="claude-x",type="input"} 1',
    'baton_tokens_total{agent="claude",model="claude-x",type="output"} 10',
    'baton_tokens_total{agent="claude",model="claude-x",type="cache_read"} 100',
    'baton_tokens_total{agent="claude",model="claude-x",type="cache_write_5m"} 3',
    'baton_tokens_total{agent="claude",model="claude-x",type="cache_write_1h"} 4',
    'baton_cost_usd_total{agent="claude",model="claude-x"} 0.5',
    'baton_cycles_total{outcome="agent"} 1',
    'baton_cycles_total{outcome="mechanical"} 0',
    'baton_cycles_total{outcome="stopped"} 0',
    'baton_cycle_seconds_sum 50',
    'baton_cycle_seconds_count 1',
    'baton_checkpoint_seconds_sum 40',
  ])
  expect(first.text).toContain('baton_series{state="paused"} 1')
  // No receiver was started.
  expect(first.text).not.toMatch(/^baton_(otlp|queue)/m)
  await filled(dataDir, (store) => store.recordFacts(facts({ usages: [usage({ messageId: 'm2', requestId: 'r2' })] })))
  const second = await scraped(dataDir)
  await second.close()
  expect(second.text).toContain('model="claude-x",type="output"} 20')
  expect(second.text).toContain('baton_cycle_seconds_sum 50')
})

it('tells of a receiver that it has', async () => {
  const dataDir = dataFolder()
  const core = await coreOver(dataDir, { serve: { port: 0 }, telemetry: { httpPort: 0, grpcPort: 0 } })
  const scrape = async (): Promise<string> => (await fetch(`${core.url}/metrics`)).text()
  const text = await scrape()
  expect(text).toContain('baton_otlp_receiver_up{protocol="http"} 1')
  expect(text).toContain('baton_otlp_receiver_up{protocol="grpc"} 1')
  expect(text).toContain('baton_queue_depth{queue="receive"} 0')
  expect(text).not.toContain('queue="forward"')
  const [http] = core.receivers
  await fetch(`http://127.0.0.1:${http?.port}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'x' } }] }] }] }),
  })
  await vi.waitFor(
    async () => expect(await scrape()).toMatch(/^baton_otlp_received_total\{signal="logs",outcome="\w+"\} 1$/m),
    { timeout: 10_000, interval: 300 },
  )
  await core.close()
})
