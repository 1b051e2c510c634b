import { randomSource, type RandomSource } from './random.ts'

/** A session as a forecast sees it: what each turn adds to the context, in tokens, and how long it takes, in minutes. */
export interface SessionShape {
  /** Tokens before its first turn, and at which it is due. */
  base: number
  due: number
  growths: number[]
  minutes: number[]
  /** Turns before a compaction, which are known but lie before the way that is measured. */
  before: number
  /** Growths of earlier sessions of the same project. */
  earlier: number[]
}

/** Due by default in a window of 200 000 tokens. */
const DUE = 140_000
const EARLIER_SESSIONS = 3
/** More turns than any session needs. */
const MOST_TURNS = 400

type Growths = (random: RandomSource, turn: number, used: number) => number
/** A project draws its habits once; each of its sessions varies them a little. */
type Habit = (random: RandomSource) => Growths

export const SHAPES: Record<string, { habit: Habit; compacts?: boolean }> = {
  steady: { habit: (project) => around(between(project, 4_000, 15_000), 0.2) },
  bursty: { habit: (project) => around(between(project, 3_000, 12_000), 1.1) },
  'big tool results': {
    habit(project) {
      const [usual, often] = [between(project, 1_500, 4_000), between(project, 0.06, 0.2)]
      const small = around(usual, 0.4)
      return (random, ...rest) => (random.next() < often ? between(random, 15_000, 45_000) : small(random, ...rest))
    },
  },
  'exploring, then editing': {
    habit(project) {
      const explore = around(between(project, 9_000, 20_000), 0.5)
      const edit = around(between(project, 2_000, 5_000), 0.5)
      const until = between(project, 50_000, 90_000)
      return (random, turn, used) => (used < until ? explore : edit)(random, turn, used)
    },
  },
  'by phases': {
    habit(project) {
      const [quick, slow] = [around(between(project, 6_000, 14_000), 0.6), around(between(project, 1_000, 3_000), 0.6)]
      const lasts = Math.round(between(project, 4, 10))
      return (random, turn, used) => (Math.floor(turn / lasts) % 2 === 0 ? slow : quick)(random, turn, used)
    },
  },
  drifting: {
    habit(project) {
      const [middle, step] = [between(project, 1_500, 5_000), between(project, 0.1, 0.25)]
      let [level, at] = [0, 0]
      return (random, turn, used) => {
        // A session of its own each time.
        if (turn < at) level = 0
        at = turn
        level += step * normal(random)
        return around(middle * Math.exp(level), 0.7)(random, turn, used)
      }
    },
  },
  slow: { habit: (project) => around(between(project, 500, 1_500), 0.6) },
  'very short': { habit: (project) => around(between(project, 20_000, 50_000), 0.5) },
  'after a compaction': { habit: (project) => around(between(project, 3_000, 12_000), 0.7), compacts: true },
}

/** The same session for the same seed. */
export function sessionOf(shape: string, seed: number): SessionShape {
  const found = SHAPES[shape]
  if (found === undefined) throw new Error(`no shape ${shape}`)
  const random = randomSource(seed * 7_919 + Object.keys(SHAPES).indexOf(shape) * 104_729)
  const habit = found.habit(random)
  const earlier = Array.from({ length: EARLIER_SESSIONS }, () => run(random, habit, false).growths).flat()
  return { ...run(random, habit, found.compacts === true), earlier }
}

function run(random: RandomSource, habit: Growths, compacts: boolean): Omit<SessionShape, 'earlier'> {
  const factor = Math.exp(0.25 * normal(random))
  const pace = between(random, 1, 6)
  const base = Math.round(between(random, 18_000, 32_000))
  const compactsAt = compacts ? between(random, 0.4, 0.8) * DUE : Infinity
  const growths: number[] = []
  let used = base
  let before = 0
  while (used < DUE && growths.length < MOST_TURNS) {
    const growth = Math.max(50, Math.round(habit(random, growths.length, used) * factor))
    growths.push(growth)
    used += growth
    if (before > 0 || used < compactsAt) continue
    before = growths.length
    used = base
  }
  const minutes = growths.map((growth) => pace * Math.exp(0.6 * normal(random)) * (0.5 + growth / 10_000))
  return { base, due: DUE, growths, minutes, before }
}

/** Log-normal around `middle`. */
function around(middle: number, deviation: number): Growths {
  return (random) => middle * Math.exp(deviation * normal(random) - deviation ** 2 / 2)
}

function between(random: RandomSource, from: number, to: number): number {
  return from + random.next() * (to - from)
}

/** Box and Muller. */
function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}
