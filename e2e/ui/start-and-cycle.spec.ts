import type { Page } from '@playwright/test'
import type { RunEvent } from '../../contract/events.ts'
import type { SeriesView } from '../../contract/series.ts'
import { formatCost, formatPercent, formatTokens } from '../../renderer/ui/format.ts'
import { statusOf } from '../support/ask.ts'
import { numberedBoxes } from '../support/project.ts'
import { paced } from './support/paced.ts'
import { boardRow, contextTokens, figure, openHome, openSeries } from './support/screens.ts'
import { openTerminal } from './support/terminal-pane.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'
const DUE = 80_000
/** Slow enough that a page which follows live sees the figures on their way. */
const PACE_MS = 250

test.use({
  play: {
    character: paced(PACE_MS),
    usage: { base: 30_000, growth: 10_000 },
    policy: { thresholdTokens: DUE },
    // In the home folder: there the dialog begins.
    project: { name: 'home/shop', boxes: numberedBoxes(5) },
  },
})

test('a series is started with three presses, cycles twice before my eyes and is completed', async ({ app, stage }) => {
  const dialog = app.getByRole('dialog', { name: 'Start a series' })
  await app.getByRole('main').getByRole('button', { name: 'Start a series' }).click()
  await dialog.getByRole('button', { name: /^shop/ }).click()
  await dialog.getByRole('button', { name: /^my-task/ }).click()
  await dialog.getByRole('button', { name: 'Start', exact: true }).click()

  await expect(dialog).toBeHidden()
  await expect(app.getByRole('heading', { name: TASK, level: 1 })).toBeVisible()
  const follow = stage.baton('run', '--json', '--project', stage.project.path, '--task', TASK)

  await openHome(app)
  const row = boardRow(app, TASK)
  await expect(row).toContainText('Running')
  await expect.poll(() => contextTokens(row)).toBeGreaterThanOrEqual(30_000)
  const early = (await contextTokens(row)) ?? 0
  await expect(row).toContainText('Due at 80k')
  await expect.poll(() => contextTokens(row)).toBeGreaterThan(early)
  await expect(app).toHaveTitle(/● \d+ % my-task – Baton/)

  const terminal = await openTerminal(app, TASK)
  await expect(terminal.status).toContainText('Session 1')
  await terminal.shows('out/01.txt')
  await follow.waitForEvent('checkpoint.verified')
  await terminal.says('Session 1 handed over at checkpoint 1. This is session 2')
  await expect(terminal.status).toContainText('Session 2')
  // The screen is the next session's: nothing of the first is left on it.
  await expect.poll(terminal.text).not.toContain('out/01.txt')
  await terminal.shows(/Write out\/0[2-5]\.txt/)

  await openSeries(app, TASK)
  const lanes = app.getByRole('table', { name: 'Sessions of the series' })
  await expect(lanes.getByRole('row')).toHaveCount(4, { timeout: 60_000 })
  await expect(app.getByRole('main')).toContainText('Completed', { timeout: 60_000 })
  await expect(lanes.getByRole('button', { name: /^Checkpoint \d/ })).toHaveCount(3)
  await expect(figure(app, 'Sessions')).toHaveText('3')
  await expect(figure(app, 'Tasks')).toHaveText('5 of 5 done')

  expect((await follow.exited).code).toBe(0)
  expect(stage.project.boxes().every(({ done }) => done)).toBe(true)

  const { series } = await statusOf({ env: stage.world.env, cwd: stage.project.path })
  const [view] = series
  if (view === undefined) throw new Error('the core knows no series')
  await sameAsTheCore(app, view)
  await samePeaks(app, follow.events)
  expect(told(follow.events)).toContain(early)
  sameAsTold(view, follow.events)
})

/** What the head of the series' screen says, against what the core says to the command line. */
async function sameAsTheCore(app: Page, view: SeriesView): Promise<void> {
  expect(view.costUsd).toBeGreaterThan(0)
  await expect(figure(app, 'Cost')).toHaveText(formatCost(view.costUsd))
  await expect(figure(app, 'Sessions')).toHaveText(String(view.sessions))
  await expect(figure(app, 'Checkpoints')).toHaveText(String(view.checkpoints))
}

/** The fullest context of each session, in the list of sessions, against what `baton run` was told. */
async function samePeaks(app: Page, told: readonly RunEvent[]): Promise<void> {
  const peaks = new Map<string, { used: number; percent: number }>()
  for (const event of told) {
    if (event.type !== 'context') continue
    if (event.used > (peaks.get(event.sessionId)?.used ?? 0)) peaks.set(event.sessionId, event)
  }
  const rows = app.getByRole('table', { name: 'Sessions of the series' }).getByRole('row')
  for (const [at, { used, percent }] of [...peaks.values()].entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one row after another
    await expect(rows.nth(at + 1)).toContainText(`${formatTokens(used)} (${formatPercent(percent)})`)
  }
}

/** Context figures that `baton run` was told, as the page rounds them. */
function told(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'context' ? [Math.round(event.used / 1_000) * 1_000] : []))
}

/** What `baton run` beside the page was told, against the same. */
function sameAsTold(view: SeriesView, events: readonly RunEvent[]): void {
  const types = events.map(({ type }) => type).filter((type) => type !== 'context' && type !== 'nudge')
  const cycle = ['checkpoint.requested', 'checkpoint.verified', 'session.ended', 'session.started', 'pickup']
  // It came when the series ran already: what it was told before that is its own beginning.
  expect(types.slice(types.indexOf('checkpoint.requested'))).toEqual([
    ...cycle,
    ...cycle,
    'checkpoint.verified',
    'session.ended',
    'series.completed',
  ])
  expect(events.at(-1)).toMatchObject({
    type: 'series.completed',
    series: view.id,
    sessions: view.sessions,
    checkpoints: view.checkpoints,
    costUsd: view.costUsd,
    tasks: { done: 5, open: 0 },
  })
}
