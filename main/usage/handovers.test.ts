import { expect, it } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import { handoversOf } from './handovers.ts'

const SERIES = 'S'
const at = (seconds: number): string => new Date(seconds * 1_000).toISOString()
const started = (seconds: number, sessionId: string, n: number): RunEvent => ({
  type: 'session.started',
  at: at(seconds),
  series: SERIES,
  sessionId,
  n,
  pid: 1,
})
const asked = (seconds: number, sessionId: string): RunEvent => ({
  type: 'checkpoint.requested',
  at: at(seconds),
  series: SERIES,
  sessionId,
  reason: 'due',
})
const rejected = (seconds: number, sessionId: string): RunEvent => ({
  type: 'checkpoint.rejected',
  at: at(seconds),
  series: SERIES,
  sessionId,
  why: ['x'],
})
const verified = (seconds: number, n: number): RunEvent => ({
  type: 'checkpoint.verified',
  at: at(seconds),
  series: SERIES,
  n,
  kind: 'agent',
  files: [],
  sha256: '',
  ref: null,
  notes: [],
})
const pickup = (seconds: number, sessionId: string, checkpoint: number): RunEvent => ({
  type: 'pickup',
  at: at(seconds),
  series: SERIES,
  sessionId,
  checkpoint,
  files: [],
})

it('is from the request to the receipt; a repair is part of it', () => {
  const events = [
    started(0, 'a', 1),
    pickup(5, 'a', 0),
    asked(100, 'a'),
    rejected(110, 'a'),
    asked(111, 'a'),
    verified(120, 1),
    started(130, 'b', 2),
    pickup(140, 'b', 1),
    asked(200, 'b'),
    verified(220, 2),
    started(230, 'c', 3),
  ]
  expect(handoversOf(events)).toEqual([
    {
      n: 1,
      at: 120_000,
      from: { sessionId: 'a', askedAt: 100_000 },
      to: { sessionId: 'b', startedAt: 130_000, pickedUpAt: 140_000 },
    },
    {
      n: 2,
      at: 220_000,
      from: { sessionId: 'b', askedAt: 200_000 },
      to: { sessionId: 'c', startedAt: 230_000, pickedUpAt: null },
    },
  ])
})

it('is none where the session went on, nor where nothing came after', () => {
  const wanted = [started(0, 'a', 1), asked(10, 'a'), verified(20, 1), asked(100, 'a'), verified(120, 2)]
  expect(handoversOf(wanted)).toEqual([])
  expect(handoversOf([...wanted, started(130, 'b', 2)])).toMatchObject([{ n: 2, from: { askedAt: 100_000 } }])
})

it('of which nobody was asked begins when it was kept', () => {
  const events = [started(0, 'a', 1), verified(20, 1), started(30, 'b', 2)]
  expect(handoversOf(events)).toMatchObject([{ n: 1, from: { sessionId: 'a', askedAt: 20_000 } }])
})
