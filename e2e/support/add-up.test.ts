import { describe, expect, it } from 'vitest'
import { addUp, countsOfPlaywright, countsOfVitest, line, type Step } from './add-up.ts'

const check = (ok: boolean): Step => ({ script: 'lint', ok, tests: null })
const tests = (ok: boolean, passed: number, failed: number, skipped: number): Step => ({
  script: 'test:ui',
  ok,
  tests: { counts: { passed, failed, skipped } },
})

describe('adding up', () => {
  it('sums the tests of all runners and counts no check that passed', () => {
    const total = addUp([check(true), tests(true, 40, 0, 2), tests(true, 3, 0, 3)])
    expect(line(total)).toBe('43 passed, 0 failed, 5 skipped')
  })

  it('counts each failed check once', () => {
    expect(line(addUp([check(false), check(false), tests(true, 1, 0, 0)]))).toBe('1 passed, 2 failed, 0 skipped')
  })

  it('does not count a runner on top of its failed tests', () => {
    expect(line(addUp([tests(false, 1, 2, 0)]))).toBe('1 passed, 2 failed, 0 skipped')
  })

  it('counts a runner that failed without a failed test', () => {
    expect(line(addUp([tests(false, 7, 0, 0)]))).toBe('7 passed, 1 failed, 0 skipped')
  })

  it.each([true, false])('counts a runner without a report as failed, exit code 0: %s', (ok) => {
    expect(line(addUp([{ script: 'test:ui', ok, tests: { counts: null } }]))).toBe('0 passed, 1 failed, 0 skipped')
  })
})

describe('reports', () => {
  it('of vitest are read', () => {
    expect(countsOfVitest({ passed: 1, failed: 2, skipped: 3 })).toEqual({ passed: 1, failed: 2, skipped: 3 })
  })

  it('of Playwright count flaky tests as passed and errors outside tests as failed', () => {
    const report = {
      stats: { startTime: '2026-01-01T00:00:00.000Z', duration: 5, expected: 4, unexpected: 1, flaky: 2, skipped: 3 },
      errors: [{ message: 'cannot load a.spec.ts' }],
      suites: [],
    }
    expect(countsOfPlaywright(report)).toEqual({ passed: 6, failed: 2, skipped: 3 })
  })

  it.each([null, {}, 'text', { stats: {} }])('that are something else count nothing: %j', (json) => {
    expect([countsOfVitest(json), countsOfPlaywright(json)]).toEqual([null, null])
  })
})
