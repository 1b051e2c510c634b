import type { Page } from '@playwright/test'

/**
 * What a page says to nobody: errors in its console, uncaught ones, and what its content security policy stopped.
 * Loads the page anew, so that its first moments are seen too.
 */
export async function watchFaults(page: Page): Promise<string[]> {
  const faults: string[] = []
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`))
  page.on('pageerror', ({ message }) => faults.push(`uncaught: ${message}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      // oxlint-disable-next-line no-console -- read by the line above
      console.error(`policy: ${violatedDirective} stopped ${blockedURI}`)
    })
  })
  await page.reload()
  return faults
}
