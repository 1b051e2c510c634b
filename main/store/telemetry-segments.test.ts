import { expect, it } from 'vitest'
import { segmentsOf, type Segment, type Stretch } from './telemetry-segments.ts'

const DAY = 1_440
const words = ({ unit, from, until }: Segment): string => `${unit} ${from}-${until}`
const of = (change: Partial<Stretch>): string[] =>
  segmentsOf({ from: 0, until: 3 * DAY, step: 'day', bySource: false, horizon: 0, ...change }).map(words)

it('reads whole days as days, and their edges by the hour and the minute', () => {
  expect(of({})).toEqual(['day 0-3'])
  expect(of({ from: DAY - 90, until: 2 * DAY + 61 })).toEqual([
    'minute 1350-1380',
    'hour 23-24',
    'day 1-2',
    'hour 48-49',
    'minute 2940-2941',
  ])
  expect(of({ from: 10, until: 50 })).toEqual(['minute 10-50'])
  expect(of({ from: 50, until: 70 })).toEqual(['minute 50-70'])
  expect(of({ from: 5, until: 5 })).toEqual([])
})

it('reads nothing longer than the step', () => {
  expect(of({ step: 'hour', from: 30, until: DAY })).toEqual(['minute 30-60', 'hour 1-24'])
  expect(of({ step: 'minute' })).toEqual(['minute 0-4320'])
  expect(of({ step: null })).toEqual(['day 0-3'])
})

it('knows no days of single sources', () => {
  expect(of({ bySource: true })).toEqual(['hour 0-72'])
})

it('tells whole days before the horizon, and of single sources nothing', () => {
  expect(of({ horizon: 2, from: 100, until: 2 * DAY + 60, step: 'hour' })).toEqual(['day 0-2', 'hour 48-49'])
  expect(of({ horizon: 2, from: 100, until: 200, step: 'minute' })).toEqual(['day 0-1'])
  expect(of({ horizon: 2, bySource: true })).toEqual(['hour 48-72'])
})
