import { test as base } from '@playwright/test'
import { electronPath } from '../../scripts/electron-binary.ts'

export interface HostOptions {
  /** Which of the two hosts shows the page: a project of playwright.config.ts each. */
  host: 'browser' | 'electron'
}

/** The test of every spec: runs once for each host, and is listed as skipped where the host is not here. */
export const test = base.extend<{ hostIsHere: void }, HostOptions>({
  host: ['browser', { option: true, scope: 'worker' }],
  hostIsHere: [
    async ({ host }, use, testInfo) => {
      testInfo.skip(host === 'electron' && electronPath() === null, "Electron's binary is not installed")
      await use()
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'
