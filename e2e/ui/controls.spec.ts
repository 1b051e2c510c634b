import type { Locator } from '@playwright/test'
import type { BatonRun } from '../support/baton.ts'
import { numberedBoxes } from '../support/project.ts'
import { paced } from './support/paced.ts'
import { boardRow, figure, openHome, openSeries } from './support/screens.ts'
import type { Stage } from './support/stage.ts'
import { openTerminal } from './support/terminal-pane.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'
/** What a process needs to come or go. */
const PATIENCE = { timeout: 30_000 }
/** No test gets to the end of the work; each turn takes about a second. */
const PACE_MS = 300

test.use({ play: { character: paced(PACE_MS), project: { boxes: numberedBoxes(60) } } })

function begin(stage: Stage): BatonRun {
  return stage.baton('run', '--json', '--project', stage.project.path, '--task', TASK)
}

function control(within: Locator, name: string | RegExp): Locator {
  return within.getByRole('toolbar', { name: 'Loop' }).getByRole('button', { name, exact: true })
}

test('from the series: pause, resume, checkpoint, cycle and stop', async ({ app, stage }) => {
  const run = begin(stage)
  await run.waitForEvent('pickup')
  await openSeries(app, TASK)
  const main = app.getByRole('main')

  await control(main, 'Pause').click()
  await expect(main.getByText('Paused', { exact: true })).toBeVisible(PATIENCE)
  await control(main, 'Resume').click()
  await expect(main.getByText('Running', { exact: true })).toBeVisible(PATIENCE)

  await control(main, 'Checkpoint now').click()
  await expect(figure(app, 'Checkpoints')).toHaveText('1', PATIENCE)
  await expect(figure(app, 'Sessions')).toHaveText('1')

  await control(main, 'Cycle now').click()
  await expect(figure(app, 'Sessions')).toHaveText('2', PATIENCE)
  await expect(figure(app, 'Checkpoints')).toHaveText('2')

  await control(main, 'Stop after this turn').click()
  await expect(main.getByText('Stopped', { exact: true })).toBeVisible(PATIENCE)
  expect((await run.waitForEvent('series.stopped')).sessions).toBe(2)
  for (const name of ['Pause', 'Checkpoint now', 'Cycle now', 'Stop after this turn', 'Stop now']) {
    const button = control(main, new RegExp(`^${name}.*The series is stopped`))
    await expect(button).toHaveAttribute('aria-disabled', 'true')
  }
})

test('from the terminal: pause, resume, and stop now after a question', async ({ app, stage }) => {
  const run = begin(stage)
  await run.waitForEvent('pickup')
  const terminal = await openTerminal(app, TASK)
  await control(terminal.pane, 'Pause').click()
  await expect(control(terminal.pane, 'Resume')).toBeVisible()
  await expect(terminal.status).toContainText('Idle', PATIENCE)
  await control(terminal.pane, 'Resume').click()
  await expect(terminal.status).toContainText('Working', PATIENCE)

  await control(terminal.pane, 'Stop now').click()
  const question = app.getByRole('dialog', { name: `Stop ${TASK} now?` })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toBeHidden()
  await expect(terminal.status).toContainText('Working')

  await control(terminal.pane, 'Stop now').click()
  await question.getByRole('button', { name: 'Stop now' }).click()
  await terminal.says(/^Ended/)
  await expect(control(terminal.pane, /^Cycle now: No session is live to hand over/)).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  expect(run.events.some(({ type }) => type === 'checkpoint.verified')).toBe(false)
  // What it was in the middle of is not lost: its conversation goes on.
  await control(terminal.pane, 'Resume').click()
  await expect(terminal.status).toContainText('Working', PATIENCE)
  await expect(terminal.status).toContainText('Session 1')
})

test('from the row on Home: pause, resume, checkpoint, cycle and stop now', async ({ app, stage }) => {
  const run = begin(stage)
  await run.waitForEvent('pickup')
  await openHome(app)
  const row = boardRow(app, TASK)
  await row.getByRole('button', { name: `Pause ${TASK}` }).click()
  await expect(row).toContainText('Paused', PATIENCE)
  await row.getByRole('button', { name: `Resume ${TASK}` }).click()
  await expect(row).toContainText('Running', PATIENCE)

  const choose = async (item: string): Promise<void> => {
    await row.getByRole('button', { name: `More for ${TASK}` }).click()
    await app.getByRole('menuitem', { name: item }).click()
  }
  await choose('Checkpoint now')
  await run.waitForEvent('checkpoint.verified', ({ n }) => n === 1)
  await choose('Cycle now')
  await expect(row).toContainText('Session 2', PATIENCE)
  await choose('Stop now…')
  const question = app.getByRole('dialog', { name: `Stop ${TASK} now?` })
  await question.getByRole('button', { name: 'Stop now' }).click()
  await expect(row).toContainText('Paused', PATIENCE)
  await row.getByRole('button', { name: `More for ${TASK}` }).click()
  await expect(app.getByRole('menuitem', { name: 'Cycle now' })).toBeDisabled()
})
