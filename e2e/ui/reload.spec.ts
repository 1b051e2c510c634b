import { numberedBoxes } from '../support/project.ts'
import { paced } from './support/paced.ts'
import { boardRow, openHome, openSeries } from './support/screens.ts'
import { startSeries } from './support/started-series.ts'
import { openTerminal, terminalPane } from './support/terminal-pane.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'
/** What a process needs to come or go. */
const PATIENCE = { timeout: 30_000 }

test.use({
  play: {
    character: paced(300),
    usage: { base: 30_000, growth: 10_000 },
    policy: { thresholdTokens: 80_000 },
    project: { boxes: numberedBoxes(4) },
  },
})

/** What Claude Code writes under a turn that is over. */
const TURN_OVER = / done \d+:\d\d/

test('a reload amid a cycle loses nothing and tells nothing twice', async ({ app, stage }) => {
  const { run } = await startSeries(stage)
  const terminal = await openTerminal(app, TASK)
  await run.waitForEvent('checkpoint.requested')
  await app.reload()
  // The same tab, and it goes on with the next session.
  await run.waitForEvent('session.started', ({ n }) => n === 2)
  await expect(terminal.status).toContainText('Session 2', PATIENCE)
  await terminal.shows(/Write out\/0\d\.txt/)
  await run.waitForEvent('series.completed')

  await openSeries(app, TASK)
  const lanes = app.getByRole('table', { name: 'Sessions of the series' })
  await expect(app.getByRole('main').getByText('Completed', { exact: true })).toBeVisible()
  await expect(lanes.getByRole('row')).toHaveCount(3)
  const before = await lanes.getByRole('row').allTextContents()
  await app.reload()
  await expect(lanes.getByRole('row')).toHaveText(before)
  await app.getByRole('button', { name: /^What happened/ }).click()
  const notices = app.getByRole('dialog', { name: 'What happened' }).getByRole('listitem')
  await expect(notices.filter({ hasText: 'handed over' })).toHaveCount(1)
  await expect(notices.filter({ hasText: `${TASK}: done` })).toHaveCount(1)
})

test('a terminal shows the same after a reload, in a second window too; one of them sizes it', async ({
  app,
  stage,
  host,
}) => {
  test.skip(host !== 'browser', 'two windows by an address')
  const { run, id } = await startSeries(stage)
  await run.waitForEvent('pickup')
  const terminal = await openTerminal(app, TASK)
  await terminal.pane.getByRole('button', { name: /^Pause/ }).click()
  await expect(terminal.status).toContainText('Idle', PATIENCE)
  // The line that no more moves: the turn is over. Below it the agent shows and hides hints as it likes.
  await terminal.shows(TURN_OVER)
  const lines = async () => {
    const all = (await terminal.text()).split('\n').map((line) => line.trimEnd())
    return all.slice(0, all.findLastIndex((line) => TURN_OVER.test(line)) + 1)
  }
  const before = await lines()
  await app.reload()
  await expect.poll(lines).toEqual(before)

  const second = await app.context().newPage()
  await second.setViewportSize({ width: 1000, height: 640 })
  await second.goto(`${stage.core.url}/#/terminal/${id}`)
  const beside = terminalPane(second, TASK)
  // Who came last sizes it; the other one sees it as it is and can take it back.
  await terminal.says('Sized by another window')
  await terminal.pane.getByRole('button', { name: 'Take over' }).click()
  await beside.says('Sized by another window')

  await terminal.type('half a thought')
  for (const each of [terminal, beside]) await each.shows('half a thought')
  await beside.type(', and the rest')
  for (const each of [terminal, beside]) await each.shows('half a thought, and the rest')
})

test('a core that ends and comes back under an open page', async ({ app, stage, host }) => {
  test.skip(host !== 'browser', 'the desktop app has its core within')
  const { run } = await startSeries(stage)
  await run.waitForEvent('pickup')
  await expect(boardRow(app, TASK)).toContainText('Running')
  const { start } = await stage.restart()
  const lost = app.getByRole('status').filter({ hasText: 'Not connected to Baton.' })
  await expect(lost).toContainText(/next try in \d+ s|trying…/)
  // What was last known is still there, and nothing of it can be changed.
  await expect(boardRow(app, TASK)).toContainText(TASK)
  await expect(app.getByRole('main').getByRole('button', { name: 'Start a series' })).toBeDisabled()
  await start()
  await expect(lost).toBeHidden(PATIENCE)
  await expect(boardRow(app, TASK)).toContainText(/Running|Completed/)
  const again = stage.baton('run', '--json', '--project', stage.project.path, '--task', TASK)
  await again.waitForEvent('series.completed')
  await openSeries(app, TASK)
  await expect(app.getByRole('main').getByText('Completed', { exact: true })).toBeVisible()
  expect(stage.project.boxes().every(({ done }) => done)).toBe(true)
  await app.reload()
  await openHome(app)
  await expect(boardRow(app, TASK)).toContainText('Completed')
})
