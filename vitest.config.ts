import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['contract/**/*.test.ts', 'main/**/*.test.ts', 'assets/**/*.test.ts', 'docs/**/*.test.ts'],
          environment: 'node',
          // Real processes, git and SQLite on a machine that may do other things: a limit for what hangs, no measure.
          testTimeout: 20_000,
          hookTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          environment: 'node',
          // Each test drives real Claude Code processes; two at once fill two cores.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // After the unit tests: both at once would only slow each other.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
