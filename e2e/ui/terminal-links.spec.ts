import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { REPOSITORY } from '../support/world.ts'
import { startSeries } from './support/started-series.ts'
import { openTerminal, pressText } from './support/terminal-pane.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'

test.use({
  play: { policy: { claudePath: path.join(REPOSITORY, 'e2e/ui/support/claude-behind-links.sh') } },
})

test('a link in the terminal shows its true address and asks first', async ({ app, stage, host }) => {
  test.skip(host === 'electron', 'there the shell asks, in a dialog of the system: main/shell/external-links.test.ts')
  await startSeries(stage)
  const terminal = await openTerminal(app, TASK)
  writeFileSync(path.join(stage.world.home, 'go'), '')
  await terminal.shows('See http://')
  const question = app.getByRole('dialog', { name: 'Open this address?' })

  // Its text names another place.
  await pressText(terminal, 'https://good.example/docs')
  await expect(question).toContainText('It opens on evil.example:')
  await expect(question).toContainText('https://evil.example/steal?from=you')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toBeHidden()

  for (const text of ['script-link', 'file-link']) {
    // oxlint-disable-next-line no-await-in-loop -- one press after another
    await pressText(terminal, text)
  }
  const plain = `${stage.model.url}/guide`
  await pressText(terminal, plain)
  // The presses before led nowhere, or their question would be here.
  await expect(question).toContainText(plain)
  await expect(app.getByRole('dialog')).toHaveCount(1)
  expect(app.context().pages()).toHaveLength(1)
  const opened = app.context().waitForEvent('page')
  await question.getByRole('button', { name: 'Open' }).click()
  const other = await opened
  expect(other.url()).toBe(plain)
  expect(await other.evaluate(() => window.opener)).toBeNull()
})
