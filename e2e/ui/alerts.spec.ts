import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { numberedBoxes } from '../support/project.ts'
import { goTo } from './support/every-screen.ts'
import { paced } from './support/paced.ts'
import { openSection, save, saveButton, settingsOnDisk } from './support/settings-screen.ts'
import { startSeries } from './support/started-series.ts'
import { expect, test } from './test.ts'

test.use({ play: { character: paced(600), project: { boxes: numberedBoxes(3) } } })

/** Refuses all that it is told. */
async function refusing(): Promise<{ url: string; server: Server }> {
  const server = createServer((_, response) => response.writeHead(410).end('nobody is here any more'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server }
}

async function axe(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ preload: false }).analyze()
    found.push(...violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0]?.html ?? ''}`))
  }
  return found
}

test('a rule is made, fires, is acknowledged, and what each channel did is shown', async ({ app, stage }) => {
  test.slow()
  const hook = await refusing()
  await app.keyboard.press('g')
  await app.keyboard.press('l')
  await expect(app.getByText('Nothing fired yet')).toBeVisible()

  await openSection(app, 'Alerts')
  await app.getByRole('button', { name: 'Add a webhook' }).click()
  const webhook = app.getByRole('region', { name: 'Webhook webhook-1' })
  await expect(webhook.getByRole('button', { name: 'Test' })).toBeDisabled()
  await webhook.getByLabel('Address').fill('http://example.org/hook')
  await expect(webhook.getByText(/give an https address/)).toBeVisible()
  await expect(saveButton(app)).toBeDisabled()
  await webhook.getByLabel('Address').fill(hook.url)

  await app.getByRole('button', { name: 'Add a rule' }).click()
  const rule = app.getByRole('region', { name: 'Rule rule-1' })
  await rule.getByRole('button', { expanded: false }).click()
  await rule.getByLabel('Fires at').fill('0')
  await expect(rule.getByText('Give a figure above 0')).toBeVisible()
  await rule.getByLabel('Fires at').fill('0.01')
  await rule.getByRole('switch', { name: 'webhook-1' }).click()
  expect(await axe(app)).toEqual([])
  await save(app)
  expect(settingsOnDisk(stage)).toMatchObject({
    alerts: { rules: expect.arrayContaining([expect.objectContaining({ id: 'rule-1', above: 0.01 })]) },
  })
  await webhook.getByRole('button', { name: 'Test' }).click()
  await expect(webhook.getByText('Could not be told: it answered 410: nobody is here any more')).toBeVisible()

  const { run } = await startSeries(stage)
  const entry = app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Alerts/ })
  await expect(entry).toContainText('1', { timeout: 60_000 })
  await entry.click()
  const alert = app.getByRole('article', { name: /today$/ })
  await expect(alert.getByText('could not be told: it answered 410')).toBeVisible()
  await expect(alert.getByText('in-app told')).toBeVisible()
  expect(await axe(app)).toEqual([])
  await app.setViewportSize({ width: 800, height: 600 })
  await expect(alert).toBeVisible()
  await alert.getByRole('button', { name: 'Acknowledge' }).press('Enter')
  await expect(alert.getByText(/acknowledged/)).toBeVisible()
  await expect(entry).not.toContainText('1')

  // Without its rule it is over.
  await openSection(app, 'Alerts')
  await app.getByRole('button', { name: 'Remove the rule rule-1' }).click()
  await save(app)
  await goTo(app, '/alerts')
  const row = app.getByRole('button', { name: /today.*stood/ })
  await expect(row).toBeVisible()
  await row.press('Enter')
  await expect(app.getByRole('listitem').getByText('could not be told: it answered 410')).toBeVisible()
  expect(await axe(app)).toEqual([])
  await run.waitForEvent('series.completed')
  hook.server.close()
})
