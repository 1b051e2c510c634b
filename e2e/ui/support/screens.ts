import type { Locator, Page } from '@playwright/test'

/** The line of a series on Home. */
export function boardRow(page: Page, task: string): Locator {
  return page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: task, exact: true }) })
}

/** Only finished series on Home: beside others they are folded away. */
export async function showFinished(page: Page): Promise<void> {
  const show = page.getByRole('group', { name: 'Show' })
  await show.getByRole('button', { name: /^Finished/ }).click()
}

/** A figure of the series screen's head, such as "Sessions". */
export function figure(page: Page, name: string): Locator {
  return page.getByRole('term').filter({ hasText: name }).first().locator('xpath=following-sibling::*[1]')
}

export async function openHome(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Home/ }).click()
  await page.getByRole('heading', { name: 'Home' }).waitFor()
}

/** From Home. */
export async function openSeries(page: Page, task: string): Promise<void> {
  await openHome(page)
  await boardRow(page, task).getByRole('link', { name: task }).click()
  await page.getByRole('heading', { name: task, level: 1 }).waitFor()
}

/** Tokens of "Context 41k of 200k tokens (20 %) …" within; null: nothing is said or it is unknown. */
export async function contextTokens(within: Locator): Promise<number | null> {
  const found = /Context (\d+(?:\.\d+)?)([kM]?) of/.exec((await within.textContent()) ?? '')
  if (found === null) return null
  return Number(found[1]) * ({ k: 1_000, M: 1_000_000 }[found[2] ?? ''] ?? 1)
}
