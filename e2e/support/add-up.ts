import { z } from 'zod'

/** Numbers of tests. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** One step of `npm test`, done. */
export interface Step {
  script: string
  /** Whether it exited with 0. */
  ok: boolean
  /** Null: a check, with no tests to count. `counts` is null where the runner left no report. */
  tests: { counts: Counts | null } | null
}

const vitestReport = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() })
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
})

/** Of what summary-reporter.ts wrote; null: it is something else. */
export function countsOfVitest(json: unknown): Counts | null {
  return vitestReport.safeParse(json).data ?? null
}

/**
 * Of Playwright's JSON report; null: it is something else. A test that passed on another try passed (the report says
 * so); an error outside any test, such as a file that cannot be loaded, is a failure.
 */
export function countsOfPlaywright(json: unknown): Counts | null {
  const { data } = playwrightReport.safeParse(json)
  if (data === undefined) return null
  const { expected, unexpected, flaky, skipped } = data.stats
  return { passed: expected + flaky, failed: unexpected + data.errors.length, skipped }
}

/**
 * All steps together. Tests are counted; of checks only the failed ones are, as one each. A runner that exits with a
 * failure and counts none, or leaves no report, has failed once: nothing that went wrong adds up to "0 failed".
 */
export function addUp(steps: readonly Step[]): Counts {
  const all = steps.map(({ ok, tests }) => {
    const counts = tests?.counts ?? { passed: 0, failed: 0, skipped: 0 }
    const wrong = !ok || tests?.counts === null
    return { ...counts, failed: Math.max(counts.failed, wrong ? 1 : 0) }
  })
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
  }
}

export function line({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
