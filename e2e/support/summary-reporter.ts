import type { Reporter, TestModule } from 'vitest/node'

/** Closes a run with one plain line that any CI can read. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: 'passed' | 'failed' | 'skipped'): number =>
      tests.filter((test) => test.result().state === state).length
    // A file that cannot be loaded, or an error outside any test, has no test of its own to fail.
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length
    const failed = count('failed') + broken + errors.length
    process.once('exit', () => {
      process.stdout.write(`${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped\n`)
    })
  }
}
