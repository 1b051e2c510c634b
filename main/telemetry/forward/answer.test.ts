import { describe, expect, it } from 'vitest'
import { answerOfStatus } from './answer.ts'
import { leadsBack, signalAddresses } from './address.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const answer = (status: number, retryAfter: string | null = null) =>
  answerOfStatus('https://collector.example', status, retryAfter, NOW)

describe('an answer of an endpoint', () => {
  it.each([408, 429, 502, 503, 504])('%i: sent again, however often', (status) => {
    expect(answer(status)).toMatchObject({ did: 'later', last: false, retryAfterMs: null })
  })

  it.each([500, 501, 599])('%i: sent again, not for ever', (status) => {
    expect(answer(status)).toMatchObject({ did: 'later', last: true })
  })

  it.each([401, 403, 407, 301, 302, 307, 308])('%i: kept until a person changes something', (status) => {
    expect(answer(status)).toMatchObject({ did: 'held' })
  })

  it.each([400, 404, 405, 413, 415, 422])('%i: lost, by its number', (status) => {
    expect(answer(status)).toMatchObject({ did: 'refused', reason: `http-${status}` })
  })

  it.each([
    ['7', 7_000],
    [' 0 ', 0],
    ['Sun, 22 Nov 2026 12:01:30 GMT', 90_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['999999999', 3_600_000],
    ['soon', null],
    ['', null],
  ])('with Retry-After %j waits for %j ms', (header, ms) => {
    expect(answer(503, header)).toMatchObject({ retryAfterMs: ms })
  })
})

describe('the address', () => {
  it('gets the path of each signal', () => {
    expect(signalAddresses('https://otlp.example/otlp/')).toEqual({
      ok: true,
      value: {
        metrics: 'https://otlp.example/otlp/v1/metrics',
        logs: 'https://otlp.example/otlp/v1/logs',
        traces: 'https://otlp.example/otlp/v1/traces',
      },
    })
    expect(signalAddresses('http://localhost:4318')).toMatchObject({ value: { logs: 'http://localhost:4318/v1/logs' } })
  })

  it.each(['ftp://example', 'collector:4318', 'https://a:b@example', 'https://example/?k=v', 'https://example/#k'])(
    'is refused: %s',
    (endpoint) => expect(signalAddresses(endpoint)).toMatchObject({ ok: false, problem: { code: 'forward-endpoint' } }),
  )

  it.each([
    ['http://localhost:4318', true],
    ['http://127.0.0.1:4318/x', true],
    ['http://127.1.2.3:4318', true],
    ['http://[::1]:4318', true],
    ['http://localhost:4319', false],
    ['http://collector.example:4318', false],
    ['no address', false],
  ])('%s leads back to our own receiver: %j', (endpoint, back) => {
    expect(leadsBack(endpoint, [4318, 4317])).toBe(back)
  })
})
