import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { worker } from '../../assets/scripted-model/worker.ts'
import { numberedBoxes } from '../support/project.ts'
import { goTo } from './support/every-screen.ts'
import { answering, askOutside, writeEarlier } from './support/outside-session.ts'
import type { Stage } from './support/stage.ts'
import { startSeries } from './support/started-series.ts'
import { expect, test } from './test.ts'

test.use({ play: { character: answering(worker()), project: { name: 'home/birds', boxes: numberedBoxes(2) } } })

/** A card of the screen. */
const card = (page: Page, name: string | RegExp): Locator => page.getByRole('region', { name, exact: true })

/** A figure of the strip on top. */
function total(page: Page, name: string): Locator {
  return page
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${name}$`) })
    .first()
    .locator('xpath=following-sibling::*[1]')
}

const table = (page: Page, by: string): Locator => page.getByRole('table', { name: `Usage by ${by}` })

/** Answers of the model that have a line in a transcript. */
function answered(stage: Stage): number {
  return stage.model.requests().filter(({ kind, usage }) => (kind === 'main' || kind === 'subagent') && usage !== null)
    .length
}

test('from all usage down to the requests of one session, and back', async ({ app, stage, host }) => {
  test.slow()
  const { keyboard } = app
  await expect(app.getByText('Start your first series')).toBeVisible()
  await keyboard.press('g')
  await keyboard.press('u')
  await expect(app.getByRole('heading', { name: 'Usage', level: 1 })).toBeVisible()
  await expect(app.getByText('No session was found yet')).toBeVisible()
  await expect(app.getByRole('list', { name: 'Folders that are looked through' })).toContainText('.claude')

  const { id, run } = await startSeries(stage)
  const outside = await askOutside(stage.world, stage.project.path)
  await run.waitForEvent('series.completed')
  const once = answered(stage)
  const EARLIER = [2, 3, 9, 40]
  writeEarlier(stage.world, outside, EARLIER)

  await goTo(app, '/usage?range=all')
  await expect(total(app, 'Requests')).toHaveText(String(once + EARLIER.length), { timeout: 60_000 })
  await expect(total(app, 'Cost')).toHaveText(/^\$\d+\.\d\d$/)
  await expect(app.getByText(/Transcripts read/)).toBeVisible()
  // The last 30 days are without the one before them.
  await app.getByRole('combobox', { name: 'Days' }).click()
  await app.getByRole('option', { name: 'Last 30 days' }).click()
  await expect(total(app, 'Requests')).toHaveText(String(once + EARLIER.length - 1))

  await test.step('the days by keyboard, and as a table', async () => {
    const chart = app.getByRole('application')
    await chart.focus()
    await keyboard.press('End')
    const day = card(app, 'Cost per day, USD')
    const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(Date.now())
    await expect(day).toContainText(`${today}: $`)
    await expect(day).toContainText(`${once} requests`)
    await keyboard.press('Enter')
    await expect(app).toHaveURL(/from=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d/)
    await expect(total(app, 'Requests')).toHaveText(String(once))
    await app.goBack()
    await expect(total(app, 'Requests')).toHaveText(String(once + EARLIER.length - 1))
    await day.getByRole('button', { name: 'Table' }).click()
    const rows = app.getByRole('table', { name: 'Cost over time' }).getByRole('row')
    await expect(rows).toHaveCount(31)
    await expect(rows.nth(1)).toContainText(today)
    await expect(rows.nth(1).getByRole('cell').last()).toHaveText(String(once))
    await expect(rows.nth(2).getByRole('cell').last()).toHaveText('0')
  })

  await test.step('down: project, session, requests', async () => {
    await table(app, 'project').getByRole('link', { name: 'birds' }).click()
    await expect(app.getByRole('navigation', { name: 'Narrowed to' })).toContainText('Project birds')
    const sessions = table(app, 'session')
    await expect(sessions.getByRole('row')).toHaveCount(1 + 1 + EARLIER.length)
    await sessions.getByRole('button', { name: 'Requests' }).click()
    await expect(sessions.getByRole('columnheader', { name: 'Requests' })).toHaveAttribute('aria-sort', 'descending')
    // The hosted session did most of it.
    await sessions.getByRole('row').nth(1).getByRole('link').click()
    await expect(table(app, 'model')).toBeVisible()
    await expect(app.getByRole('link', { name: 'Open series' })).toHaveAttribute('href', `#/series/${id}`)
    await app.locator('summary').filter({ hasText: 'Requests' }).click()
    await expect(app.getByRole('table', { name: 'Requests of the session' })).toContainText('ends the turn')
    await app.goBack()
    await expect(sessions).toBeVisible()
    await app.getByRole('link', { name: 'All usage' }).click()
    await expect(table(app, 'project')).toBeVisible()
  })

  await test.step('one that ran outside can be adopted from here', async () => {
    await goTo(app, `/usage?range=all&session=${outside}`)
    await expect(total(app, 'Requests')).toHaveText('1')
    await app.getByRole('button', { name: 'Adopt…' }).click()
    await expect(app.getByRole('dialog', { name: /Adopt/ })).toBeVisible()
    await keyboard.press('Escape')
  })

  await test.step('as a file', async () => {
    // The desktop app asks where to put it, in a dialog that is not of the page.
    if (host !== 'browser') return
    await goTo(app, '/usage?range=all&by=session')
    await expect(table(app, 'session').getByRole('row')).toHaveCount(1 + 2 + EARLIER.length)
    const csv = (await saved(app, 'By session, CSV')).split('\r\n')
    expect(csv.filter((line) => line !== '')).toHaveLength(1 + 2 + EARLIER.length)
    expect(csv[0]).toContain('session')
    expect(await saved(app, 'Every day, project and model, JSON')).toContain('"costSource"')
  })

  await test.step('the other parts, by the arrow keys', async () => {
    await app.getByRole('tab', { name: 'Overview' }).focus()
    for (const [tab, text] of [
      ['Models', 'Models side by side'],
      ['Patterns', 'When work is done'],
      ['Advice', 'Nothing to advise'],
    ] as const) {
      await keyboard.press('ArrowRight')
      await keyboard.press('Enter')
      await expect(app.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true')
      await expect(app.getByRole('heading', { name: text })).toBeVisible()
    }
    await goTo(app, '/usage/models?range=all')
    await app.getByRole('table', { name: 'Figures of each model' }).getByRole('link').first().click()
    await expect(app).toHaveURL(/agent=claude&model=/)
    await expect(table(app, 'project')).toBeVisible()
  })
})

/** What the browser saves when that is chosen of the export menu. */
async function saved(page: Page, item: string): Promise<string> {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: item }).click()
  return readFileSync(await (await coming).path(), 'utf8')
}
