import { expect, test } from 'vitest'
import type { Point } from '../../otlp/points.ts'
import { attributesText, identityOf, senderId } from './identity.ts'
import { gauge, histogram, log, nanoseconds, span, sum } from './points-for-tests.ts'

const SENDER = senderId({ 'service.name': 'a' }, { name: 's', version: '1' })

test('is the same for what is sent again, in whatever order its attributes stand', () => {
  const one = log({ attributes: { a: 1, b: 'x', c: true } })
  const again = log({ attributes: { c: true, a: 1, b: 'x' } })
  expect(identityOf(again, SENDER)).toEqual(identityOf(one, SENDER))
})

test.each<[string, Point, Point]>([
  ['name', sum(), sum({ name: 'other' })],
  ['unit', sum(), sum({ unit: 's' })],
  ['time', sum(), sum({ time: nanoseconds(11) })],
  ['start', sum(), sum({ start: nanoseconds(1) })],
  ['value', sum(), sum({ value: 6 })],
  ['temporality', sum(), sum({ temporality: 'cumulative' })],
  ['kind', gauge({ name: 'tokens', value: 5 }), sum({ value: 5 })],
  ['attribute', sum(), sum({ attributes: { 'session.id': 's2' } })],
  ['count', histogram(), histogram({ count: 4, counts: [1, 3] })],
  ['buckets', histogram(), histogram({ counts: [2, 1] })],
  ['event', log(), log({ eventName: 'other' })],
  ['body', log(), log({ body: 'other' })],
  ['missing body', log({ body: null }), log({ body: '' })],
  ['observation', log(), log({ observed: nanoseconds(1) })],
  ['type of a value', log({ attributes: { a: 1 } }), log({ attributes: { a: '1' } })],
  ['truth of a value', log({ attributes: { a: true } }), log({ attributes: { a: 'true' } })],
  ['span', span(), span({ spanId: 'c'.repeat(16) })],
  ['status', span(), span({ status: 2 })],
])('differs by %s', (_what, one, other) => {
  const [first, second] = [identityOf(one, SENDER), identityOf(other, SENDER)]
  expect([first.high, first.low]).not.toEqual([second.high, second.low])
})

test('differs by the sender', () => {
  const others = [
    senderId({ 'service.name': 'b' }, { name: 's', version: '1' }),
    senderId({ 'service.name': 'a' }, { name: 't', version: '1' }),
    senderId({ 'service.name': 'a' }, { name: 's', version: '2' }),
  ]
  const all = [SENDER, ...others].map((sender) => identityOf(sum(), sender))
  expect(new Set(all.map(({ low }) => low)).size).toBe(4)
  expect(new Set(all.map(({ stream }) => stream)).size).toBe(4)
})

test('makes no two attribute lists one text, whatever they hold', () => {
  const lists = [
    { a: 'b' },
    { ab: '' },
    { a: '', b: '' },
    { a: '1:bs0:' },
    { 'a1:bs0:': '' },
    { a: 1, b: 2 },
    { a: '1;1:bn2' },
    { a: 1, 'b\0': 2 },
  ]
  expect(new Set(lists.map((list) => attributesText(list))).size).toBe(lists.length)
})

test('names a stream by what does not change within it', () => {
  const stream = identityOf(sum(), SENDER).stream
  expect(stream).toHaveLength(16)
  expect(identityOf(sum({ value: 9, start: nanoseconds(20), time: nanoseconds(30) }), SENDER).stream).toBe(stream)
  expect(identityOf(log(), SENDER).stream).toBe('')
  const counter = sum({ temporality: 'cumulative' })
  const anew = sum({ temporality: 'cumulative', start: nanoseconds(5) })
  expect(identityOf(anew, SENDER).stream).not.toBe(identityOf(counter, SENDER).stream)
})

test('spreads over all of its 64 bits', () => {
  const words = Array.from({ length: 2_000 }, (_, at) => identityOf(log({ body: `${at}` }), SENDER))
  expect(new Set(words.map(({ high, low }) => `${high} ${low}`)).size).toBe(2_000)
  expect(words.some(({ high }) => high > 2 ** 31) && words.some(({ low }) => low > 2 ** 31)).toBe(true)
})
