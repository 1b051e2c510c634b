import { expect, test } from 'vitest'
import { StepCounter } from './counter.ts'

test('counts, by reason, and takes back what a failed commit did', () => {
  const counter = new StepCounter('dedupe')
  counter.in += 3
  counter.drop('duplicate')
  counter.begin()
  counter.in += 5
  counter.out += 2
  counter.drop('duplicate', 2)
  counter.drop('forgotten-early', 0)
  expect(counter.view()).toEqual({ step: 'dedupe', in: 8, out: 2, dropped: { duplicate: 3 } })
  counter.takeBack()
  expect(counter.view()).toEqual({ step: 'dedupe', in: 3, out: 0, dropped: { duplicate: 1 } })
  counter.takeBack()
  expect(counter.view().in).toBe(3)
})
