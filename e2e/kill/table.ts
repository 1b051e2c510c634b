import type { TransitionName } from '../../main/series/transitions.ts'
import type { KilledSeries } from './kill-series.ts'
import { ALL_NAMES, samePoint, WITHOUT_CLI, type Moment, type Point, type Victim } from './points.ts'

const WIDTH = 14
const COLUMNS: readonly (readonly [Victim, Moment])[] = [
  ['core', 'before'],
  ['core', 'after'],
  ['cli', 'before'],
  ['cli', 'after'],
]

/** All points: the second of its series at which each was hit. */
export function tableOf(done: readonly KilledSeries[]): string {
  const head = [`${ALL_NAMES.length} transitions`, ...COLUMNS.map(([victim, moment]) => `${victim} ${moment}`)]
  const rows = ALL_NAMES.map((name) => [
    name,
    ...COLUMNS.map(([victim, moment]) => cell(done, { victim, moment, name })),
  ])
  const lines = [head, ...rows].map((cells) =>
    cells
      .map((text) => text.padEnd(WIDTH))
      .join('  ')
      .trimEnd(),
  )
  const sums = done.map(({ hits, runs, ms }) => `${hits.length} kills, ${runs.length} commands, ${seconds(ms)}`)
  return `${[...lines, ...sums].join('\n')}\n`
}

function cell(done: readonly KilledSeries[], point: Point): string {
  if (hasNoVictim(point.victim, point.name)) return 'none lives'
  for (const { hits, startedAt } of done) {
    const hit = hits.find((one) => samePoint(one, point))
    if (hit !== undefined) return seconds(hit.at - startedAt)
  }
  return 'MISSED'
}

function hasNoVictim(victim: Victim, name: TransitionName): boolean {
  return victim === 'cli' && WITHOUT_CLI.includes(name)
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
