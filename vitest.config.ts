import { configDefaults, defineConfig } from 'vitest/config'

/** Tests beside the code that take seconds of real processes each: `npm test` runs them, `npm run check` does not. */
const SLOW = '**/*.slow.test.ts'
const BESIDE = ['{main,preload,assets,docs,scripts,bench}/**/*.test.ts', 'renderer/client/**/*.test.ts']
/**
 * Functions without a world, which share their process: a fresh one a file would take longer than the tests. Screens
 * are tested in a real browser, see playwright.config.ts.
 */
const LOGIC = ['{contract,main/usage,main/series/steps}/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}']
/** Real processes, git and SQLite on a machine that may do other things: a limit for what hangs, no measure. */
const PATIENCE = { testTimeout: 20_000, hookTimeout: 20_000 }
/** On a CI machine that does who knows what beside, a test gets another try, and the report says so. Not at a desk. */
const RETRIES = process.env['CI'] === undefined ? 0 : 2

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'logic',
          include: LOGIC,
          exclude: [...configDefaults.exclude, SLOW, 'renderer/client/**'],
          isolate: false,
          maxWorkers: 2,
          retry: RETRIES,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'unit',
          include: BESIDE,
          exclude: [...configDefaults.exclude, SLOW, 'main/{usage,series/steps}/**'],
          maxWorkers: 2,
          ...PATIENCE,
          retry: RETRIES,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'slow',
          include: [SLOW],
          exclude: [...configDefaults.exclude, 'e2e/**'],
          maxWorkers: 2,
          ...PATIENCE,
          retry: RETRIES,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          // Each test drives real Claude Code processes, but mostly waits for them: two at once leave half of two cores idle.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          retry: RETRIES,
          // After the others: both at once would only slow each other.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
