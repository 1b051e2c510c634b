import { expect, it } from 'vitest'
import { failure } from '../../contract/problem.ts'
import { CHECKPOINT_REASONS } from '../series/reasons.ts'
import { EXIT, EXIT_MEANING, exitCodeOfEvent, exitCodeOfProblem } from './exit-codes.ts'
import { SAMPLE_EVENTS } from './render/samples.ts'

const stopped = (reason: string) => ({ ...SAMPLE_EVENTS['series.stopped'], reason })

it('ends as the series ended', () => {
  expect(exitCodeOfEvent(SAMPLE_EVENTS['series.completed'], 'completed')).toBe(0)
  expect(exitCodeOfEvent(SAMPLE_EVENTS['needs-attention'], 'needs-attention')).toBe(4)
  expect(exitCodeOfEvent(stopped('whatever'), 'failed')).toBe(1)
})

it.each(['max-sessions', 'max-cost', 'max-duration'] as const)('tells the limit %s from a person', (limit) => {
  expect(exitCodeOfEvent(stopped(limit), 'stopped')).toBe(3)
  expect(exitCodeOfEvent(stopped(CHECKPOINT_REASONS[limit]), 'stopped')).toBe(3)
  expect(exitCodeOfEvent(stopped(CHECKPOINT_REASONS['asked-stop']), 'stopped')).toBe(130)
})

it('does not end at any other event', () => {
  const others = Object.values(SAMPLE_EVENTS).filter(
    (event) => !['series.completed', 'series.stopped', 'needs-attention'].includes(event.type),
  )
  expect(others).toHaveLength(12)
  for (const event of others) expect(exitCodeOfEvent(event, 'running')).toBeNull()
})

it('tells wrong usage from a refusal', () => {
  expect(exitCodeOfProblem(failure('series-finished', 'a', 'b', 'c').problem)).toBe(2)
  expect(exitCodeOfProblem(failure('claude-missing', 'a', 'b', 'c').problem)).toBe(1)
})

it('has a meaning for each code', () => {
  expect(Object.keys(EXIT_MEANING).map(Number).sort()).toEqual(Object.values(EXIT).sort())
})
