import { numberedBoxes } from '../support/project.ts'
import { asker } from '../characters/models/asker.ts'
import { boardRow } from './support/screens.ts'
import { openTerminal, terminalPane } from './support/terminal-pane.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'

test.use({
  play: {
    character: asker('permission'),
    policy: { allowedTools: 'Read Write Edit' },
    project: { boxes: numberedBoxes(2) },
  },
})

test('a permission that is asked for comes to me, and my answer in the terminal lets the series go on', async ({
  app,
  stage,
  host,
}) => {
  const run = stage.baton('run', '--json', '--project', stage.project.path, '--task', TASK)
  const row = boardRow(app, TASK)
  await expect(row).toContainText('Asks permission', { timeout: 60_000 })
  await expect(row).toContainText('touch asked-for.txt')
  await expect(app).toHaveTitle(/^\(1\) /)
  await expect(app.getByRole('button', { name: 'What happened: 1 not seen' })).toBeVisible()
  // In the desktop app the system shows it.
  const toast = app.getByRole('dialog').filter({ hasText: 'touch asked-for.txt' })
  if (host === 'browser') {
    await expect(toast).toBeVisible()
    await toast.getByRole('button', { name: 'Open' }).click()
  } else {
    await app.getByRole('button', { name: 'What happened: 1 not seen' }).click()
    await app.getByRole('button', { name: /touch asked-for\.txt/ }).click()
  }

  const terminal = terminalPane(app, TASK)
  await terminal.says(/The agent wants to use Bash: touch asked-for\.txt/)
  await expect(app.getByRole('tab', { name: `${TASK} needs you` })).toBeVisible()
  await expect(terminal.status).toContainText('Waits for you')
  expect(stage.project.read('asked-for.txt')).toBeNull()

  await terminal.pane.getByRole('button', { name: 'Answer here' }).click()
  await app.keyboard.press('Enter')
  await run.waitForEvent('series.completed')
  expect(stage.project.read('asked-for.txt')).toBe('')
  await expect(app).toHaveTitle('Baton')
  // Who has looked at the series has seen it.
  await expect(app.getByRole('button', { name: 'What happened', exact: true })).toBeVisible()
})

test('I am not told of what I look at', async ({ app, stage }) => {
  const run = stage.baton('run', '--json', '--project', stage.project.path, '--task', TASK)
  await run.waitForEvent('session.started')
  const terminal = await openTerminal(app, TASK)
  await terminal.says(/The agent wants to use Bash: touch asked-for\.txt/)
  await terminal.type('\r')
  await run.waitForEvent('series.completed')
  await terminal.says(/^Ended/)
  // Were there one, it would have come by now: the series has ended since.
  await expect(app.getByRole('dialog')).toHaveCount(0)
  await expect(app.getByRole('button', { name: 'What happened', exact: true })).toBeVisible()
})
