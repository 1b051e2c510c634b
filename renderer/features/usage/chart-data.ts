import type { UsageAnswer } from '../../../contract/ledger.ts'
import type { Stack, UsageAddress } from './address.ts'
import { type Bucket, bucketsOf, type Grain, grainOf } from './buckets.ts'
import { addDays, type DayRange, monthName, shortDay } from './days.ts'
import { type Layer, layersOf, MOST_LAYERS, type Metric, stacked } from './layers.ts'
import { type Known, nameOf } from './names.ts'
import type { StackData } from './stack-plot.ts'

/** One day alone says little: so many before it stand beside it. */
const DAYS_BESIDE = 13

export interface ChartData {
  grain: Grain
  buckets: Bucket[]
  /** Bars of the range itself. */
  own: { from: number; until: number }
  layers: (Layer & { name: string; colour: number })[]
  /** Each bar as a whole. */
  all: Layer
  /** Groups that the ledger left out, and that are within the rest. */
  more: number
}

/** The days that are asked for: those of the range, and others beside a single one. */
export function chartDays({ from, until }: DayRange): DayRange {
  return from !== null && from === until ? { from: addDays(from, -DAYS_BESIDE), until } : { from, until }
}

/** What the bars are stacked of: as the address says, unless it is narrowed to one of them already. */
export function stackOf({ stack, trail }: Pick<UsageAddress, 'stack' | 'trail'>): Stack {
  const settled = (one: Stack): boolean =>
    trail.some(({ dimension }) => dimension === one || (dimension === 'session' && one !== 'model'))
  return settled(stack) ? ((['model', 'agent', 'project'] as const).find((one) => !settled(one)) ?? stack) : stack
}

interface Parts extends Known {
  range: DayRange
  stack: Stack
  metric: Metric
  days: UsageAnswer
  groups: UsageAnswer
  /** The days end with the last one in which something was, not today: of a session that is long over. */
  past?: boolean
}

export function chartData({ range, stack, metric, days, groups, past = false, ...known }: Parts): ChartData {
  const shown = chartDays(range)
  const seen = days.rows.flatMap(({ day }) => day ?? []).sort()
  const from = shown.from ?? seen[0] ?? known.today
  const last = seen.at(-1) ?? known.today
  const until = shown.until ?? (past || last > known.today ? last : known.today)
  const grain = grainOf(from, until)
  const buckets = bucketsOf(from, until, grain, known.today)
  const { layers, all } = layersOf(buckets, days.rows, groups.rows, { stack, metric })
  const ownFrom = buckets.findIndex((bucket) => bucket.until >= (range.from ?? from))
  return {
    grain,
    buckets,
    own: { from: Math.max(0, ownFrom), until: buckets.length - 1 },
    layers: layers.map((layer, index) => ({
      ...layer,
      name: layer.value === null ? restName(layers.length) : nameOf(stack, layer.value, known),
      colour: layer.value === null ? MOST_LAYERS : index,
    })),
    all,
    more: groups.more,
  }
}

function restName(layers: number): string {
  return layers === 1 ? 'All' : 'All others'
}

export function plotData({ buckets, layers, own, grain }: ChartData, metric: Metric, today: string): StackData {
  return {
    heights: stacked(layers, metric),
    colours: layers.map(({ colour }) => colour),
    labels: buckets.map(({ from }) =>
      grain === 'month'
        ? `${monthName(from)}${from.slice(5, 7) === '01' ? ` ${from.slice(0, 4)}` : ''}`
        : shortDay(from, today),
    ),
    metric,
    own,
  }
}
