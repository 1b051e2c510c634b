import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reporter, TestModule } from 'vitest/node'
import type { Counts } from './add-up.ts'

const REPORT = fileURLToPath(new URL('../../.artifacts/vitest.json', import.meta.url))

/** Leaves the numbers of a run for run-all.ts, which adds those of Playwright. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: 'passed' | 'failed' | 'skipped'): number =>
      tests.filter((test) => test.result().state === state).length
    // A file that cannot be loaded, or an error outside any test, has no test of its own to fail.
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length
    const counts: Counts = {
      passed: count('passed'),
      failed: count('failed') + broken + errors.length,
      skipped: count('skipped'),
    }
    mkdirSync(path.dirname(REPORT), { recursive: true })
    writeFileSync(REPORT, JSON.stringify(counts))
  }
}
