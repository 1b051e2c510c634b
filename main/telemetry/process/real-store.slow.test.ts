import { afterEach, expect, test } from 'vitest'
import { AGENT_TELEMETRY } from '../../agents/all-telemetry.ts'
import type { Attributes, Point, Scalar } from '../../otlp/points.ts'
import { openTestStore, testFolder } from '../../store/testing.ts'
import type { Store } from '../../store/types.ts'
import type { TelemetryLedger } from '../types.ts'
import { heldFor, playAdversary } from './adversary-for-tests.ts'
import { type Chance, chance } from './adversary-streams-for-tests.ts'
import { createProcessor } from './pipeline.ts'
import { gauge, histogram, log, nanoseconds, NOW, request, span, sum, testParts } from './points-for-tests.ts'

const DAY_MS = 86_400_000
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

async function openStore(): Promise<{ store: Store; ledger: TelemetryLedger }> {
  const { dir, remove } = testFolder()
  cleanups.push(remove)
  const store = await openTestStore(dir)
  cleanups.push(() => store.close())
  const ledger: TelemetryLedger = {
    commit: (batch) => store.recordTelemetry(batch),
    streams: (keys) => store.telemetryStreams(keys),
    seen: (since) => store.telemetrySeen(since),
  }
  return { store, ledger }
}

function signalOf(name: string) {
  if (name === 'record') return 'logs'
  return name === 'work' ? 'traces' : 'metrics'
}

async function total(store: Store, name: string, source: string): Promise<{ count: number; value: number }> {
  const range = { from: NOW - DAY_MS, until: NOW + DAY_MS, step: null, by: [], source }
  const [figure] = await store.telemetryFigures({ signal: signalOf(name), name, ...range })
  return figure ?? { count: 0, value: 0 }
}

test('the store holds exactly what was the case, after all that senders, kills and failures do', async () => {
  const { store, ledger } = await openStore()
  const result = await playAdversary({ seed: 21, ledger, sessions: 3, ticks: 60, hostile: true })
  const held = await heldFor(result.truths, (name, session) => total(store, name, session))
  expect(held).toEqual(result.truths)
  expect(result.restarts).toBeGreaterThan(0)
})

test('no point, however odd, makes a commit fail', async () => {
  const { ledger } = await openStore()
  const processor = await createProcessor({ ...testParts(ledger), agents: AGENT_TELEMETRY })
  cleanups.push(() => processor.close())
  const random = chance(5)
  for (let round = 0; round < 60; round += 1) {
    const points = Array.from({ length: 50 }, () => oddPoint(random))
    const resource = oddAttributes(random)
    const kinds = [['log'], ['span'], ['sum', 'gauge', 'histogram']]
    const same = kinds.map((kind) => points.filter((point) => kind.includes(point.kind)))
    const requests = same.filter((some) => some.length > 0).map((some) => request(some, resource))
    const taken = await Promise.all(requests.map((one) => processor.take(one)))
    expect(taken.map(({ did }) => did)).toEqual(requests.map(() => 'taken'))
  }
  expect(processor.lastError()).toBeNull()
  expect(processor.steps().find(({ step }) => step === 'aggregate')?.out).toBeGreaterThan(1_000)
})

const NUMBERS = [0, -0, 1, -1, 0.5, 2 ** 31, 2 ** 53, 2 ** 63, 1e99, -1e99, 1e308, Number.NaN, Number.POSITIVE_INFINITY]
const TEXTS = [
  '',
  'a',
  '\0',
  '\ud800',
  'origin:x',
  'x'.repeat(5_000),
  '12',
  '-5',
  'NaN',
  '1e400',
  '{}',
  'true',
  '__proto__',
]
const KEYS = [
  'service.name',
  'session.id',
  'baton.launch',
  'baton.project',
  'event.name',
  'model',
  'type',
  'request_id',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cost_usd',
  'query_source',
  'conversation.id',
  'event.kind',
  'input_token_count',
  'gen_ai.response.id',
  'gen_ai.usage.input_tokens',
]
const SERVICES = ['claude-code', 'codex_cli_rs', 'gemini-cli', 'else']
const NAMES = [
  'claude_code.api_request',
  'api_request',
  'codex.sse_event',
  'gemini_cli.api_response',
  'claude_code.token.usage',
  'claude_code.llm_request',
  'gen_ai.x',
]

function pick<T>(random: Chance, items: readonly [T, ...T[]] | readonly T[]): T {
  return items[random.between(0, items.length - 1)] as T
}

function oddScalar(random: Chance): Scalar {
  if (random.happens(0.1)) return random.happens(0.5)
  return random.happens(0.5) ? pick(random, NUMBERS) : pick(random, TEXTS)
}

function oddAttributes(random: Chance): Attributes {
  const attributes: Attributes = Object.create(null) as Attributes
  for (const key of KEYS) if (random.happens(0.6)) attributes[key] = oddScalar(random)
  if (random.happens(0.8)) attributes['service.name'] = pick(random, SERVICES)
  return attributes
}

function oddPoint(random: Chance): Point {
  const attributes = oddAttributes(random)
  const name = random.happens(0.7) ? pick(random, NAMES) : pick(random, TEXTS)
  const time = random.happens(0.9) ? nanoseconds(random.between(-9_999, 9_999)) : pick(random, [0n, 1n, 2n ** 64n - 1n])
  const start = pick(random, [0n, 1n, time, time + 5n, 2n ** 64n - 1n, nanoseconds(-5)])
  const base = { name, attributes, time, start, unit: pick(random, TEXTS), noValue: random.happens(0.05) }
  const number = (): number => pick(random, NUMBERS)
  const temporality = pick(random, ['delta', 'cumulative', 'unspecified'] as const)
  const kind = random.between(1, 5)
  if (kind === 1) return log({ eventName: name, attributes, time, observed: start, body: oddScalar(random) })
  if (kind === 2) {
    const spanId = random
      .between(1, 2 ** 40)
      .toString(16)
      .padStart(16, '0')
    return span({ name, attributes, start, end: time, spanId, status: random.between(0, 3) })
  }
  if (kind === 3) return sum({ ...base, value: number(), temporality, monotonic: random.happens(0.5) })
  if (kind === 4) return gauge({ ...base, value: number() })
  const buckets = random.happens(0.7) ? { bounds: [], counts: [] } : { bounds: [1], counts: [1, number()] }
  return histogram({ ...base, ...buckets, temporality, count: number(), sum: random.happens(0.3) ? null : number() })
}
