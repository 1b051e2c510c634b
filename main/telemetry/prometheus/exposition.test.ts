import { expect, it } from 'vitest'
import { createExposition } from './exposition.ts'
import { FAMILIES } from './families.ts'
import { sampleInput } from './sample-input.ts'

/** Lines of one name, without comments. */
function samples(text: string, name: string): string[] {
  return text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
}

it('tells every family with its type, its help and exactly its labels', async () => {
  const text = await (await createExposition('text')).text(sampleInput())
  const silent: string[] = []
  for (const [name, { type, labels, help }] of Object.entries(FAMILIES)) {
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`)
    if (type === 'histogram') continue
    const told = samples(text, name)
    if (told.length === 0) silent.push(name)
    for (const line of told) {
      expect([...line.matchAll(/[{,](\w+)="/g)].map(([, label]) => label)).toEqual([...labels])
    }
  }
  expect(silent).toEqual([])
})

it('tells the figures as they were measured, escaped', async () => {
  const text = await (await createExposition('text')).text(sampleInput())
  for (const line of [
    'baton_build_info{version="1.2.3"} 1',
    'baton_context_used_ratio{project="p1",series="s1"} 0.45',
    'baton_context_tokens{project="p1",series="s1"} 90000',
    'baton_tokens_total{agent="claude",model="claude-opus-4-5",type="cache_read"} 300',
    'baton_tokens_total{agent="codex",model="a \\"quoted\\"\\\\\\n name",type="output"} 3',
    'baton_cost_usd_total{agent="claude",model="claude-opus-4-5"} 1.25',
    'baton_sessions{state="waiting"} 2',
    'baton_series{state="needs-attention"} 0',
    'baton_series_activity_timestamp_seconds{project="p1",series="s1"} 1700000000.5',
    'baton_cycles_total{outcome="mechanical"} 1',
    'baton_cycle_seconds_bucket{le="60"} 2',
    'baton_cycle_seconds_count 3',
    'baton_checkpoint_seconds_sum 8',
    'baton_otlp_received_total{signal="logs",outcome="duplicate"} 2',
    'baton_otlp_captured_ratio{project="p1",series="s1"} 0.98',
    'baton_otlp_receiver_up{protocol="http"} 1',
    'baton_otlp_receiver_up{protocol="grpc"} 0',
    'baton_queue_depth{queue="forward"} 6',
  ]) {
    expect(text).toContain(`\n${line}\n`)
  }
})

it('leaves out what is unknown or gone, and tells no duration twice', async () => {
  const exposition = await createExposition('text')
  await exposition.text(sampleInput())
  const { cycles } = sampleInput()
  const text = await exposition.text(
    sampleInput({
      hosted: [],
      telemetry: null,
      cycles: { ...cycles, cycleSeconds: [...cycles.cycleSeconds, 3] },
    }),
  )
  for (const name of [
    'baton_context_tokens',
    'baton_otlp_received_total',
    'baton_queue_depth',
    'baton_otlp_receiver_up',
  ]) {
    expect(samples(text, name)).toEqual([])
  }
  expect(text).not.toContain('s2')
  expect(samples(text, 'baton_cost_usd_total')).toHaveLength(1)
  expect(samples(text, 'baton_cycle_seconds_count')).toEqual(['baton_cycle_seconds_count 4'])
  expect(samples(text, 'baton_checkpoint_seconds_count')).toEqual(['baton_checkpoint_seconds_count 1'])
})

it('writes OpenMetrics, with the same figures, however often', async () => {
  const exposition = await createExposition('openmetrics')
  expect(exposition.type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  for (let scrape = 0; scrape < 2; scrape += 1) {
    const text = await exposition.text(sampleInput())
    expect(text.endsWith('\n# EOF\n')).toBe(true)
    expect(text).toContain('# TYPE baton_tokens counter\n')
    expect(samples(text, 'baton_cycles_total')).toContain('baton_cycles_total{outcome="agent"} 4')
    expect(samples(text, 'baton_cycle_seconds_count')).toEqual(['baton_cycle_seconds_count 3'])
    // OpenMetrics allows no empty line.
    expect(text).not.toContain('\n\n')
  }
})

it('tells of its own process what was measured, from the first time on', async () => {
  const text = await (await createExposition('text')).text(sampleInput())
  const value = (name: string) => Number(samples(text, name)[0]?.split(' ')[1])
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
  expect(value('process_cpu_seconds_total')).toBeGreaterThan(0)
  for (const name of ['min', 'mean', 'max', 'p99']) {
    expect(value(`nodejs_eventloop_lag_${name}_seconds`)).toBeGreaterThan(0)
    expect(value(`nodejs_eventloop_lag_${name}_seconds`)).toBeLessThan(60)
  }
  // A gauge of that name is none in OpenMetrics.
  const gauges = [...text.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name]) => name)
  expect(gauges.filter((name) => name?.endsWith('_total'))).toEqual([])
})
