import type { AgentName } from '../../contract/telemetry.ts'
import { type Unit, UNIT_MINUTES } from './telemetry-segments.ts'
import type { TelemetryFigure, TelemetryQuery } from './telemetry-types.ts'

const MINUTE_MS = 60_000
/** Above all minutes since the epoch for some centuries, so that a source and a minute make one number. */
const MINUTES_BOUND = 2 ** 28

export interface FigureKind {
  agent: AgentName
  model: string
  type: string
  /** 1: what was last counts. */
  gauge: number
}
/** Begin in units since the epoch; number of the source, 0 for all; points; value. */
export type FigureRow = [begin: number, source: number, count: number, value: number]

interface Sum {
  /** Minutes since the epoch. */
  bucket: number
  source: number
  count: number
  value: number
  latest: number
}

/** Adds rows up as a query wants them told apart: some thousands for one query, so that what they share is looked at once. */
export interface FigureSums {
  /** Rows of one kind in order of time. */
  add(kind: FigureKind, unit: Unit, rows: readonly FigureRow[]): void
  /** By time. `keyOf`: of a source by its number. */
  figures(keyOf: (source: number) => string | null): TelemetryFigure[]
}

export function figureSums({ step, by }: Pick<TelemetryQuery, 'step' | 'by'>): FigureSums {
  const groups = new Map<string, { told: Pick<TelemetryFigure, 'agent' | 'model' | 'type'>; sums: Map<number, Sum> }>()
  const bySession = by.includes('session')
  const length = step === null ? null : UNIT_MINUTES[step]

  function groupOf({ agent, model, type }: FigureKind) {
    const told = {
      agent: by.includes('agent') ? agent : null,
      model: by.includes('model') ? model : null,
      type: by.includes('type') ? type : null,
    }
    const key = JSON.stringify(told)
    const group = groups.get(key) ?? { told, sums: new Map<number, Sum>() }
    groups.set(key, group)
    return group
  }
  return {
    add: (kind, unit, rows) => {
      const { sums } = groupOf(kind)
      for (const [begin, of, count, value] of rows) {
        const minute = begin * UNIT_MINUTES[unit]
        const bucket = length === null ? 0 : minute - (minute % length)
        const source = bySession ? of : 0
        const key = source * MINUTES_BOUND + bucket
        const kept = sums.get(key)
        if (kept === undefined) {
          sums.set(key, { bucket, source, count, value, latest: minute })
          continue
        }
        kept.count += count
        if (kind.gauge === 0) kept.value += value
        else if (minute >= kept.latest) kept.value = value
        kept.latest = Math.max(kept.latest, minute)
      }
    },
    figures: (keyOf) => {
      const named = new Map<number, string | null>()
      const nameOf = (source: number): string | null => {
        if (!named.has(source)) named.set(source, keyOf(source))
        return named.get(source) ?? null
      }
      const all = [...groups.values()].flatMap(({ told, sums }) =>
        [...sums.values()].map(({ bucket, source, count, value }): TelemetryFigure => {
          const at = step === null ? null : bucket * MINUTE_MS
          return { at, ...told, source: bySession ? nameOf(source) : null, count, value }
        }),
      )
      return all.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
    },
  }
}
