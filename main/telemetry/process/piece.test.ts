import { expect, test } from 'vitest'
import { StepCounter } from './counter.ts'
import { inWords, type Piece, piecesOf, rejectBad, type Waiting } from './piece.ts'
import { log, NOW, request, sum, testAgent } from './points-for-tests.ts'

function waiting(): Waiting {
  return {
    request: request([log()]),
    answer: () => undefined,
    refused: false,
    left: 0,
    rejected: 0,
    said: new Map(),
    toForward: false,
  }
}

test('makes pieces of five hundred points at most, each of one sender', () => {
  const counter = new StepCounter('validate')
  const group = (count: number, name: string) => {
    return { resource: { name }, scope: { name: '', version: '' }, points: Array.from({ length: count }, () => log()) }
  }
  const parts = { agents: [testAgent], now: () => NOW, counter }
  const pieces: Piece[] = [...piecesOf([group(1_100, 'a'), group(2, 'b'), group(0, 'c')], waiting(), parts)]
  expect(pieces.map(({ points }) => points.length)).toEqual([500, 500, 100, 2])
  expect(new Set(pieces.map(({ sender }) => sender.id)).size).toBe(2)
  expect(counter.view()).toEqual({ step: 'validate', in: 1_102, out: 1_102, dropped: {} })
})

test('passes over what says that it measured nothing, and refuses it to nobody', () => {
  const counter = new StepCounter('validate')
  const one = waiting()
  const points = [sum({ noValue: true }), sum({ name: '' })]
  const groups = [{ resource: {}, scope: { name: '', version: '' }, points }]
  expect([...piecesOf(groups, one, { agents: [testAgent], now: () => NOW, counter })].map((it) => it.points)).toEqual([
    [],
  ])
  expect(one.rejected).toBe(1)
  expect(counter.view().dropped).toEqual({ 'says-nothing': 1, 'no-name': 1 })
})

test('takes lost points for rejected, and says what was left out of others', () => {
  const counter = new StepCounter('validate')
  const one = waiting()
  rejectBad(one, counter, { 'unreadable-point': 2, 'text-too-long': 3 })
  expect(one.rejected).toBe(2)
  expect(counter.view()).toEqual({
    step: 'validate',
    in: 2,
    out: 0,
    dropped: { 'unreadable-point': 2, 'text-too-long': 3 },
  })
  expect(inWords(one.said)).toBe('unreadable-point (2), text-too-long (3)')
})

test('names the first reasons and counts the others', () => {
  expect(inWords(new Map())).toBe('')
  const said = new Map(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((reason, at) => [reason, at + 1]))
  expect(inWords(said)).toBe('a (1), b (2), c (3), d (4), e (5) and 2 more reasons')
})
