import { boardRow, figure, openHome, showFinished } from './support/screens.ts'
import { expect, test } from './test.ts'

const FINISHED_DOCS = 'dev/active/old-task/old-task'

test.use({
  play: {
    project: {
      name: 'home/shop',
      files: {
        [`${FINISHED_DOCS}-plan.md`]: '# Plan\n',
        [`${FINISHED_DOCS}-context.md`]: '# Context\n',
        [`${FINISHED_DOCS}-tasks.md`]: '- [x] Done long ago\n',
      },
    },
  },
})

test('a task is described, its files are made, and its series does it', async ({ app, stage }) => {
  const dialog = app.getByRole('dialog', { name: 'Start a series' })
  await app.getByRole('main').getByRole('button', { name: 'Start a series' }).click()
  await dialog.getByRole('button', { name: /^shop/ }).click()
  await dialog.getByRole('button', { name: 'Describe a new task' }).click()
  await dialog.getByRole('textbox', { name: 'What is to be done' }).fill('Write the opening hours of the shop')
  await expect(dialog.getByRole('textbox', { name: 'Name of the task' })).toHaveValue('write-opening-hours-shop')
  await dialog.getByRole('textbox', { name: 'Name of the task' }).fill('opening-hours')
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  await dialog.getByRole('button', { name: 'Start', exact: true }).click()

  await expect(app.getByRole('heading', { name: 'opening-hours', level: 1 })).toBeVisible()
  expect(stage.project.read('dev/active/opening-hours/opening-hours-plan.md')).toContain(
    'Write the opening hours of the shop',
  )
  await expect(app.getByRole('main')).toContainText('Completed', { timeout: 60_000 })
  // The first session made a list of three of the description.
  await expect(figure(app, 'Tasks')).toHaveText('4 of 4 done')
  expect(stage.project.read('out/03.txt')).toBe('done: Write out/03.txt\n')
  await openHome(app)
  await showFinished(app)
  await expect(boardRow(app, 'opening-hours')).toContainText('Completed')
})

test('what cannot be started says why, and what to do instead', async ({ app }) => {
  const dialog = app.getByRole('dialog', { name: 'Start a series' })
  await app.getByRole('main').getByRole('button', { name: 'Start a series' }).click()
  await dialog.getByRole('textbox', { name: 'Path of the folder' }).fill('/no/such/shop')
  await dialog.getByRole('button', { name: 'Go' }).click()
  await expect(dialog.getByRole('alert')).toContainText('/no/such/shop: there is no such folder')
  await expect(dialog.getByRole('alert')).toContainText('Give a folder that exists')
  await expect(dialog.getByRole('button', { name: 'Use this folder' })).toBeDisabled()

  await dialog.getByRole('textbox', { name: 'Path of the folder' }).fill('~')
  await dialog.getByRole('button', { name: 'Go' }).click()
  await dialog.getByRole('button', { name: /^shop/ }).click()
  const finished = dialog.getByRole('button', { name: /^old-task/ })
  await expect(finished).toBeDisabled()
  await expect(finished).toContainText('all its tasks are ticked already (1). Add an open box')

  await dialog.getByRole('button', { name: 'Describe a new task' }).click()
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(dialog.getByText('Say in a sentence or more what is to be done')).toBeVisible()
  await expect(dialog.getByText('Give it a short name, like add-login')).toBeVisible()
  const name = dialog.getByRole('textbox', { name: 'Name of the task' })
  await name.fill('two words')
  await expect(dialog.getByText(/^Take letters, digits, dots, dashes and underscores only/)).toBeVisible()
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  await name.fill('old-task')
  await expect(dialog.getByText(/^There is a task of this name/)).toBeVisible()
  await dialog.getByRole('textbox', { name: 'What is to be done' }).fill('Paint the door')
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  // It stays where something is to be put right.
  await expect(name).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Start', exact: true })).toBeHidden()
})
