import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { decode } from '../../otlp/decode.ts'
import type { Signal } from '../../otlp/points.ts'
import { readPoint } from '../points-for-tests.ts'

/** Recorded from the real CLI, see main/otlp/fixtures/README.md. */
function recorded(signal: Signal) {
  const file = new URL(`../../otlp/fixtures/claude-${signal}.http-protobuf.bin`, import.meta.url)
  const decoded = decode(signal, 'protobuf', readFileSync(file))
  if (!decoded.ok) throw new Error(decoded.why)
  return decoded.value.groups.flatMap((group) => group.points.map((point) => readPoint(group, point)))
}

it.each(['logs', 'metrics', 'traces'] as const)('knows all that the CLI sends as %s, and its session', (signal) => {
  const points = recorded(signal)
  expect(points.length).toBeGreaterThan(0)
  expect(points.filter(({ agent, meaning }) => agent !== 'claude' || !meaning.known)).toEqual([])
  expect(points.every(({ session }) => session !== null)).toBe(true)
})

it('takes from events what the metrics add up', () => {
  const requests = recorded('logs').flatMap(({ meaning }) => meaning.request ?? [])
  const tokens = (type: string) =>
    recorded('metrics')
      .filter(({ meaning }) => meaning.name === 'token.usage' && meaning.type === type)
      .reduce((sum, { point }) => sum + (point.kind === 'sum' ? point.value : 0), 0)
  const sum = (of: (request: (typeof requests)[number]) => number) => requests.reduce((all, one) => all + of(one), 0)
  expect(requests.length).toBeGreaterThan(0)
  expect(sum(({ tokens }) => tokens.input)).toBe(tokens('input'))
  expect(sum(({ tokens }) => tokens.output)).toBe(tokens('output'))
  expect(sum(({ tokens }) => tokens.cacheRead)).toBe(tokens('cacheRead'))
  expect(sum(({ tokens }) => tokens.cacheWrite5m + tokens.cacheWrite1h)).toBe(tokens('cacheCreation'))
  expect(requests.every(({ costUsd, requestId }) => costUsd !== null && requestId !== null)).toBe(true)
})
