import type { SeriesTimeline, TimelineLane, TimelineMark } from '../../contract/timeline.ts'

/** Timelines for tests and for looking at screens while they are built. Never part of the product. */

const MINUTE = 60_000
const START = Date.UTC(2026, 10, 21, 21, 4, 12)
const WINDOW = 200_000
const DUE = 140_000
const SOFT = 98_000

/** Numbers that look like chance and are the same each time. */
export function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

interface LaneSpec {
  n: number
  from: number
  minutes: number
  points: number
  mode?: 'fresh' | 'resume'
  live?: boolean
  startAt?: number
  endAt?: number
  /** What it cost before it was resumed. */
  paid?: number
  end?: string
}

export function sampleLane(spec: LaneSpec, chance: () => number): TimelineLane {
  const to = spec.from + spec.minutes * MINUTE
  const [low, high] = [spec.startAt ?? 18_000, spec.endAt ?? DUE + 3_000]
  const context: [number, number | null][] = [[spec.from, null]]
  const cost: [number, number][] = []
  for (let index = 1; index <= spec.points; index += 1) {
    const share = index / spec.points
    const at = Math.round(spec.from + share * (to - spec.from) * 0.98)
    context.push([at, Math.round(low + (high - low) * share ** 1.15 + chance() * 1_500)])
    cost.push([at, Math.round(((spec.paid ?? 0) + share * (2.4 + chance() * 0.02)) * 100) / 100])
  }
  return {
    launchId: `L-${spec.n}${spec.mode === 'resume' ? 'r' : ''}`,
    sessionId: `S-${spec.n}`,
    n: spec.n,
    mode: spec.mode ?? 'fresh',
    from: spec.from,
    to: spec.live === true ? null : to,
    end: spec.live === true ? '' : (spec.end ?? `handed over at checkpoint ${spec.n}`),
    model: 'claude-opus-4-5',
    window: WINDOW,
    due: DUE,
    soft: SOFT,
    context,
    cost,
  }
}

function mark(kind: TimelineMark['kind'], at: number, label: string, n: number | null = null): TimelineMark {
  return { at, kind, sessionId: null, n, label }
}

/** Sessions one behind the other with a handover each; the last one lives. */
export function plainTimeline(sessions: number, points: number, seed = 7): SeriesTimeline {
  const chance = sequence(seed)
  const lanes: TimelineLane[] = []
  const marks: TimelineMark[] = []
  let at = START
  for (let n = 1; n <= sessions; n += 1) {
    const minutes = 18 + chance() * 22
    const live = n === sessions
    const lane = sampleLane({ n, from: at, minutes, points, live, ...(live ? { endAt: 76_000 } : {}) }, chance)
    lanes.push(lane)
    if (n > 1) marks.push(mark('pickup', at + MINUTE, 'saw 3 files before it worked', n - 1))
    at += minutes * MINUTE
    if (!live) {
      marks.push(mark('soft', at - minutes * MINUTE * 0.4, '98k of 200k tokens'))
      marks.push(mark('due', at - 1.5 * MINUTE, 'the context reached its due point'))
      marks.push(mark('checkpoint', at - 10_000, 'the context reached its due point', n))
      at += 12_000
    }
  }
  return { seriesId: '01SAMPLE', status: 'running', from: START, to: at, lanes, marks, waits: [], seq: 10 * sessions }
}

/** A night: twelve sessions with a wait for a limit, one for a permission, a handover sent back, a crash, a changed policy. */
export function nightTimeline(): SeriesTimeline {
  const chance = sequence(11)
  const lanes: TimelineLane[] = []
  const marks: TimelineMark[] = []
  const waits: SeriesTimeline['waits'] = []
  let at = START
  const run = (spec: Omit<LaneSpec, 'from' | 'points'>): { from: number; to: number } => {
    const from = at
    lanes.push(sampleLane({ ...spec, from, points: 120 }, chance))
    at += spec.minutes * MINUTE
    return { from, to: at }
  }
  const handOver = (to: number, n: number, reason = 'the context reached its due point', kind = '') => {
    marks.push(mark('soft', to - 11 * MINUTE, '98k of 200k tokens'), mark('due', to - 2 * MINUTE, reason))
    marks.push(mark('checkpoint', to - 9_000, `${kind}${reason}`, n))
    at += 14_000
    marks.push(mark('pickup', at + 50_000, 'saw 3 files before it worked', n))
  }
  for (const n of [1, 2, 3]) handOver(run({ n, minutes: 24 + n * 3 }).to, n)
  const limited = run({ n: 4, minutes: 96, end: 'handed over at checkpoint 4' })
  waits.push({
    for: 'the model answered with rate_limit',
    from: limited.from + 20 * MINUTE,
    to: limited.to - 9 * MINUTE,
  })
  marks.push(mark('waiting', limited.from + 20 * MINUTE, 'the model answered with rate_limit'))
  handOver(limited.to, 4)
  const refused = run({ n: 5, minutes: 33 })
  marks.push(mark('rejected', refused.to - 100_000, 'dev/active/x/x-context.md has no heading Next steps'))
  handOver(refused.to, 5)
  handOver(run({ n: 6, minutes: 29 }).to, 6)
  const crashed = run({ n: 7, minutes: 12, endAt: 71_000, end: 'ended by itself (signal 9)' })
  marks.push(mark('resumed', crashed.to + 8_000, 'the session ended without a handover'))
  at += 8_000
  handOver(run({ n: 7, minutes: 16, mode: 'resume', startAt: 71_000, paid: 2.42 }).to, 7)
  const asked = run({ n: 8, minutes: 41 })
  waits.push({ for: 'the agent wants to use Bash', from: asked.from + 9 * MINUTE, to: asked.from + 22 * MINUTE })
  marks.push(mark('waiting', asked.from + 9 * MINUTE, 'the agent wants to use Bash'))
  handOver(asked.to, 8)
  marks.push(mark('policy', at + 4 * MINUTE, 'thresholdPercent 70 → 65'))
  handOver(run({ n: 9, minutes: 31 }).to, 9, 'the context was full', 'mechanical: ')
  handOver(run({ n: 10, minutes: 22 }).to, 10)
  const stuck = run({ n: 11, minutes: 47 })
  marks.push(mark('attention', stuck.from + 25 * MINUTE, '3 turns passed with no task ticked'))
  waits.push({
    for: '3 turns passed with no task ticked',
    from: stuck.from + 25 * MINUTE,
    to: stuck.from + 38 * MINUTE,
  })
  handOver(stuck.to, 11)
  run({ n: 12, minutes: 11, live: true, endAt: 68_500 })
  marks.sort((a, b) => a.at - b.at)
  return { seriesId: '01SAMPLE', status: 'running', from: START, to: at, lanes, marks, waits, seq: 240 }
}
