import { expect, type Page } from '@playwright/test'
import { DEMO_BOXES, DEMO_TASK, DEMO_USAGE } from '../../../assets/scripted-model/demo.ts'
import { say, type Character } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'
import { numberedBoxes } from '../../support/project.ts'
import { openSection } from './settings-screen.ts'
import type { Stage, StageOptions } from './stage.ts'
import { startSeries, type StartedSeries } from './started-series.ts'

const work = worker()
/** The agent of the field guide works; that of the shop needs a person. Slow enough to be looked at while it does. */
const character: Character = (conversation) => {
  if (conversation.cwd.endsWith('/shop')) return say('BATON: NEEDS-HUMAN Which colour shall the front have?')
  return { ...work(conversation), delayMs: 1_000 }
}

/** A real series of two sessions, and one that waits for a person. */
export const EVERY_SCREEN: StageOptions = {
  character,
  usage: DEMO_USAGE,
  // In the home folder: there the dialog begins.
  project: { name: 'home/field-notes', task: DEMO_TASK, boxes: DEMO_BOXES.slice(0, 5) },
}

/** Tokens in the context of a session that has shown what it does, and still has a task to do. */
const AT_WORK = 90_000

const SECTIONS = [
  'Thresholds',
  'Limits',
  'Agent',
  'Notifications',
  'Alerts',
  'Telemetry',
  'Appearance',
  'Shortcuts',
  'Desktop',
  'Access',
  'About',
] as const

/** Looks at one screen that is on the page now. */
export type Visit = (name: string) => Promise<void>

export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), path)
}

/** Home before there is anything, and the steps of starting a series. */
export async function firstScreens(page: Page, visit: Visit): Promise<void> {
  await expect(page.getByText('Start your first series')).toBeVisible()
  await visit('home-empty')
  await goTo(page, '/telemetry')
  await expect(page.getByText('No session told of itself yet')).toBeVisible()
  await visit('telemetry-empty')
  await goTo(page, '/usage')
  await expect(page.getByText('No session was found yet')).toBeVisible()
  await visit('usage-empty')
  await goTo(page, '/')
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'Start a series' })
  const folder = dialog.getByRole('button', { name: /^field-notes/ })
  await expect(folder).toBeVisible()
  await visit('start-folder')
  await folder.click()
  const task = dialog.getByRole('button', { name: new RegExp(`^${DEMO_TASK}`) })
  await expect(task).toBeVisible()
  await visit('start-task')
  await task.click()
  await expect(dialog.getByRole('button', { name: 'Start', exact: true })).toBeFocused()
  await visit('start-policy')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
}

/** Starts both series; ends when the first one has handed over. */
export async function playSeries(stage: Stage, page: Page, visit: Visit): Promise<StartedSeries> {
  const shop = stage.world.project({ name: 'shop', task: 'front', boxes: numberedBoxes(1) })
  const [series, asks] = await Promise.all([startSeries(stage), startSeries(stage, shop)])
  // Who looks at it is not told of it: nothing lies over the screens.
  await goTo(page, `/terminal/${series.id}`)
  await asks.run.waitForEvent('waiting')
  const { sessionId } = await series.run.waitForEvent('session.started', ({ n }) => n === 2)
  await series.run.waitForEvent('context', (event) => event.sessionId === sessionId && event.used > AT_WORK)
  await expect(page.getByRole('region', { name: 'Status' })).toContainText('Session 2')
  // The picture is of the agent at work, however long it takes: what was told of the handover is put away.
  const goOn = stage.model.hold()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await visit('terminal')
  await goTo(page, '/')
  await expect(page.getByRole('main').getByText('Running', { exact: true }).first()).toBeVisible()
  await visit('home')
  await goTo(page, `/series/${series.id}`)
  await expect(page.getByRole('table', { name: 'Sessions of the series' })).toBeVisible()
  await visit('series-running')
  goOn()
  return series
}

/** The series when it is completed, its checkpoints, its report and its terminals. */
export async function seriesScreens(page: Page, { id, run }: StartedSeries, visit: Visit): Promise<void> {
  await run.waitForEvent('series.completed')
  await goTo(page, `/series/${id}`)
  await expect(page.getByRole('main').getByText('Completed', { exact: true })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Sessions of the series' })).toContainText('finished at checkpoint 2')
  await visit('series')
  await page.getByRole('tab', { name: 'Report' }).click()
  await expect(page.getByRole('tabpanel', { name: 'Report' }).getByRole('heading').first()).toBeVisible()
  await visit('report')
  await goTo(page, `/series/${id}/checkpoints/2`)
  for (const part of ['Files', 'Changes', 'Verification', 'Pickup']) {
    await page.getByRole('tab', { name: part }).click()
    await expect(page.getByRole('tabpanel', { name: part })).toBeVisible()
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    await visit(`checkpoint-${part.toLowerCase()}`)
  }
  await page.getByRole('button', { name: 'Restore…' }).click()
  await expect(page.getByRole('dialog', { name: /^Restore/ })).toBeVisible()
  await visit('restore')
  await page.keyboard.press('Escape')
  await goTo(page, `/terminal/${id}`)
  await expect(page.getByRole('status').filter({ hasText: /^Ended/ })).toBeVisible()
  await visit('terminal-ended')
}

/** The parts of the usage screen, with what the series used, and one session of it. */
async function usageScreens(page: Page, visit: Visit): Promise<void> {
  await goTo(page, '/usage')
  const projects = page.getByRole('table', { name: 'Usage by project' })
  await expect(projects).toContainText('field-notes')
  await visit('usage')
  await goTo(page, '/usage?as=table&show=tokens&by=session')
  const sessions = page.getByRole('table', { name: 'Usage by session' })
  await expect(page.getByRole('table', { name: 'Tokens over time' })).toBeVisible()
  await sessions.getByRole('link').first().click()
  await expect(page.getByText('Context, tokens')).toBeVisible()
  await page.locator('summary').filter({ hasText: 'Requests' }).click()
  await visit('usage-session')
  for (const [part, title] of [
    ['models', 'Models side by side'],
    ['patterns', 'When work is done'],
    ['advice', /Nothing to advise|less/],
  ] as const) {
    await goTo(page, `/usage/${part}`)
    await expect(page.getByText(title).first()).toBeVisible()
    await visit(`usage-${part}`)
  }
}

/** Usage, telemetry, settings, shortcut sheet, what happened, the menu of a row, an address that leads nowhere. */
export async function otherScreens(page: Page, visit: Visit): Promise<void> {
  await goTo(page, '/telemetry')
  await expect(page.getByRole('table', { name: 'Sessions that sent telemetry' })).toContainText('Claude Code')
  await visit('telemetry')
  await goTo(page, '/alerts')
  await expect(page.getByRole('heading', { name: 'Alerts', level: 1 })).toBeVisible()
  await visit('alerts')
  await usageScreens(page, visit)
  for (const section of SECTIONS) {
    await openSection(page, section)
    await visit(`settings-${section.toLowerCase()}`)
  }
  await goTo(page, '/')
  await page.getByRole('button', { name: 'Shortcuts' }).click()
  await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible()
  await visit('shortcuts')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^What happened/ }).click()
  await expect(page.getByRole('dialog', { name: 'What happened' })).toBeVisible()
  await visit('notices')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More for front' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await visit('row-menu')
  await page.keyboard.press('Escape')
  await goTo(page, '/nowhere')
  await expect(page.getByText('There is nothing here')).toBeVisible()
  await visit('nowhere')
}
