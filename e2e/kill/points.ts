import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TRANSITIONS, type TransitionName } from '../../main/series/transitions.ts'

export type Victim = 'core' | 'cli'
export type Moment = 'before' | 'after'

/** One moment at which a process is killed: before or after the commit of a transition. */
export interface Point {
  victim: Victim
  moment: Moment
  name: TransitionName
}

export interface Hit extends Point {
  at: number
  pid: number
}

/** Sets where a kill test's core finds its points; only the kill entry knows it. */
export const POINTS_VARIABLE = 'BATON_TEST_KILL_POINTS'

/** At these no agent process lives: the launch is only intended, or is gone already. */
export const WITHOUT_CLI: readonly TransitionName[] = ['start', 'ended', 'finish']

/** Each is one series: what comes while a session works, and what comes from its handover on. */
export const GROUPS = {
  'at work': ['start', 'started', 'pickup', 'nudge', 'go-on', 'hold', 'retry', 'release', 'command'],
  'at a handover': ['ask', 'compaction', 'repair', 'halt', 'verified', 'checkpoint', 'ended', 'check', 'finish'],
} as const satisfies Record<string, readonly TransitionName[]>
export type Group = keyof typeof GROUPS

export const ALL_NAMES = Object.keys(TRANSITIONS) as TransitionName[]

export function pointsOf(names: readonly TransitionName[]): Point[] {
  return names.flatMap((name) =>
    (['core', 'cli'] as const).flatMap((victim) =>
      victim === 'cli' && WITHOUT_CLI.includes(name)
        ? []
        : (['before', 'after'] as const).map((moment) => ({ victim, moment, name })),
    ),
  )
}

/** The points of one series and those hit so far, in files: the core that is killed cannot remember. */
export interface PointsFile {
  hits(): Hit[]
  remaining(): Point[]
  hit(point: Hit): void
}

export function writePoints(folder: string, points: readonly Point[]): string {
  const path = join(folder, 'kill-points.json')
  writeFileSync(path, JSON.stringify(points))
  return path
}

export function readPoints(path: string): PointsFile {
  const points = JSON.parse(readFileSync(path, 'utf8')) as Point[]
  const hitsPath = `${path}.hits`
  const hits = (): Hit[] =>
    existsSync(hitsPath)
      ? readFileSync(hitsPath, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Hit)
      : []
  return {
    hits,
    remaining() {
      const done = hits()
      return points.filter((point) => !done.some((hit) => samePoint(hit, point)))
    },
    hit: (hit) => appendFileSync(hitsPath, `${JSON.stringify(hit)}\n`),
  }
}

export function samePoint(one: Point, other: Point): boolean {
  return one.victim === other.victim && one.moment === other.moment && one.name === other.name
}
