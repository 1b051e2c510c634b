import type { Locator, Page } from '@playwright/test'
import { DEMO_BOXES, DEMO_USAGE } from '../../assets/scripted-model/demo.ts'
import { paced } from './support/paced.ts'
import { expect, test } from './test.ts'

const TASK = 'guide'
/** More stops than any screen has. */
const STOPS = 80

test.use({
  play: {
    character: paced(300),
    usage: DEMO_USAGE,
    project: { name: 'home/birds', task: TASK, boxes: DEMO_BOXES.slice(0, 4) },
  },
})

/** Goes on by the Tab key until it is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible({ timeout: 60_000 })
  for (let stop = 0; stop < STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not come to ${String(target)}`)
}

test('without a mouse: start a series, go into its terminal and out, open a checkpoint', async ({ app }) => {
  const { keyboard } = app
  const dialog = app.getByRole('dialog', { name: 'Start a series' })
  await expect(app.getByText('Start your first series')).toBeVisible()
  await keyboard.press('n')
  await tabTo(app, dialog.getByRole('button', { name: /^birds/ }))
  await keyboard.press('Enter')
  await tabTo(app, dialog.getByRole('button', { name: /^guide/ }))
  await keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Start', exact: true })).toBeFocused()
  await keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: TASK, level: 1 })).toBeVisible()
  // While it closes, keys are still the dialog's.
  await expect(dialog).toBeHidden()

  await keyboard.press('t')
  const typing = app.getByRole('textbox', { name: 'Terminal input' })
  await expect(typing).toBeFocused()
  await keyboard.press('F6')
  await expect(app.getByRole('tab', { name: TASK })).toBeFocused()
  await keyboard.press('F6')
  await expect(typing).toBeFocused()
  await keyboard.press('F6')
  await keyboard.press('g')
  await keyboard.press('h')
  await keyboard.press('j')
  await expect(app.getByRole('main').getByRole('link', { name: TASK })).toBeFocused()
  await keyboard.press('Enter')

  await tabTo(
    app,
    app.getByRole('table', { name: 'Sessions of the series' }).getByRole('button', { name: /^Checkpoint 1/ }),
  )
  await keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Checkpoint 1' })).toBeVisible()
  await tabTo(app, app.getByRole('tab', { name: 'Files' }))
  await keyboard.press('ArrowRight')
  await keyboard.press('Enter')
  await expect(app.getByRole('tab', { name: 'Changes' })).toHaveAttribute('aria-selected', 'true')
})
