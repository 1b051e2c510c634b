import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { Stage } from './stage.ts'

export function settingsFile(stage: Stage): string {
  return path.join(stage.world.dataDir, 'settings.json')
}

/** What stands on the disk. */
export function settingsOnDisk(stage: Stage): Record<string, Record<string, unknown>> {
  return JSON.parse(readFileSync(settingsFile(stage), 'utf8')) as Record<string, Record<string, unknown>>
}

export async function openSection(page: Page, name: string): Promise<void> {
  const sections = page.getByRole('navigation', { name: 'Sections' })
  if (!(await sections.isVisible())) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  }
  await sections.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, exact: true, level: 2 }).waitFor()
}

export function saveButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Save/ })
}

export async function save(page: Page): Promise<void> {
  await saveButton(page).click()
  await saveButton(page).waitFor({ state: 'hidden' })
}
