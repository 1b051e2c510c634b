import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { trialsOf, WAYS, type Trial } from './forecast-backtest.ts'
import { sessionOf, SHAPES, type SessionShape } from './forecast-shapes.ts'
import { median } from './result.ts'

/**
 * `npm run bench:forecast`: forecasts at 25, 50 and 75 % of the way to the due point, held against what came. The tuning
 * (`main/usage/growth-model.ts`) was found on other seeds, from 100 000 on, and on none of the real sessions.
 */
const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1)
/** Where the real sessions are cut: due points for other windows and policies. */
const REAL_DUES = [80_000, 110_000, 140_000]

/** Turns of a session that were known, from and to. */
const KNOWN: [number, number][] = [
  [1, 1],
  [2, 2],
  [3, 4],
  [5, 9],
  [10, 19],
  [20, Infinity],
]

const KINDS = { alone: false, 'with earlier ones': true }

/** Sessions that really were, an answer for a turn: their prompts set off hours of work, too few turns to go by. */
function realSessions(): SessionShape[] {
  const text = readFileSync(join(import.meta.dirname, 'forecast-real.json'), 'utf8')
  const { sessions } = JSON.parse(text) as { sessions: [seconds: number, context: number][][] }
  const growthsOf = (steps: [number, number][]): number[] =>
    steps.slice(1).map(([, context], index) => Math.max(0, context - (steps[index]?.[1] ?? 0)))
  return sessions.flatMap((steps, own) =>
    REAL_DUES.map((due) => ({
      base: steps[0]?.[1] ?? 0,
      due,
      growths: growthsOf(steps),
      minutes: steps.slice(1).map(([seconds]) => seconds / 60),
      before: 0,
      earlier: sessions.flatMap((other, index) => (index === own ? [] : growthsOf(other))),
    })),
  )
}

const corpus: [name: string, sessions: SessionShape[]][] = [
  ...Object.keys(SHAPES).map((shape): [string, SessionShape[]] => [shape, SEEDS.map((seed) => sessionOf(shape, seed))]),
  ['real, by answers', realSessions()],
]

function covered(trials: { came: number; low: number; high: number }[]): string {
  const inside = trials.filter(({ came, low, high }) => low <= came && came <= high).length
  return trials.length === 0 ? '–' : `${((inside / trials.length) * 100).toFixed(0)} %`
}

function errors(trials: Trial[], way: number): string {
  const there = trials.filter((one) => one.way === way)
  const error = (of: (trial: Trial) => number): string =>
    there.length === 0 ? '–' : median(there.map((one) => Math.abs(of(one) - one.came))).toFixed(2)
  return [error(({ mid }) => mid), error(({ lastTurn }) => lastTurn), error(({ linear }) => linear)]
    .map((text) => text.padStart(6))
    .join('')
}

const head = `${'session'.padEnd(26)}${'forecasts'.padStart(10)}${'turns in 80 %'.padStart(15)}${'minutes'.padStart(9)}`
for (const [kind, withEarlier] of Object.entries(KINDS)) {
  console.log(`\n${kind}: median error in turns, ours | last turn | linear, at 25, 50 and 75 % of the way`)
  console.log(`${head}  ${WAYS.map((way) => `${way * 100} %`.padStart(18)).join(' |')}`)
  const all: Trial[] = []
  for (const [name, sessions] of corpus) {
    const trials = sessions.flatMap((session) => trialsOf(session, withEarlier))
    if (name in SHAPES) all.push(...trials)
    print(name, trials)
  }
  print('all but the real ones', all)
  for (const [from, to] of KNOWN) {
    const known = all.filter((one) => one.known >= from && one.known <= to)
    print(
      `  ${to === Infinity ? `${from} and more` : from === to ? from : `${from} to ${to}`} known turns`,
      known,
      true,
    )
  }
}

function print(name: string, trials: Trial[], anyWay = false): void {
  const timed = trials.flatMap(({ minutes }) => minutes ?? [])
  const figures = anyWay
    ? errors(
        trials.map((one) => ({ ...one, way: 0 })),
        0,
      )
    : WAYS.map((way) => errors(trials, way)).join(' |')
  console.log(
    `${name.padEnd(26)}${String(trials.length).padStart(10)}${covered(trials).padStart(15)}${covered(timed).padStart(9)}  ${figures}`,
  )
}
