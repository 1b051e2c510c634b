import { defineConfig, devices } from '@playwright/test'
import { browserEnvironment, chromiumPath } from './e2e/ui/hosts.ts'
import type { HostOptions } from './e2e/ui/test.ts'

const executablePath = chromiumPath()

/** The page in both its hosts: specs are written once, see e2e/ui/test.ts. */
export default defineConfig<object, HostOptions>({
  testDir: 'e2e/ui',
  testMatch: '**/*.spec.ts',
  outputDir: '.artifacts/ui',
  // Each test drives real Claude Code processes, but mostly waits for them; four at once use two thirds of two cores.
  workers: 4,
  fullyParallel: true,
  timeout: 120_000,
  // Real processes stand behind what is waited for, on a machine that does other things as well.
  expect: { timeout: 15_000 },
  // On a CI machine that does who knows what beside, a test gets another try, and the report says so. Not at a desk.
  retries: process.env['CI'] === undefined ? 0 : 2,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: '.artifacts/ui.json' }]],
  use: { screenshot: 'only-on-failure', trace: 'on-first-retry' },
  projects: [
    {
      name: 'browser',
      use: {
        ...devices['Desktop Chrome'],
        host: 'browser',
        // Containers have no namespaces to build Chromium's sandbox of; the pages are our own.
        launchOptions: {
          chromiumSandbox: false,
          env: browserEnvironment(),
          ...(executablePath === undefined ? {} : { executablePath }),
        },
      },
    },
    { name: 'electron', use: { host: 'electron' } },
  ],
})
