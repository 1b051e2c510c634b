import type { Page } from '@playwright/test'
import { say } from '../../assets/scripted-model/reply.ts'
import type { Character } from '../../assets/scripted-model/reply.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import { numberedBoxes } from '../support/project.ts'
import { boardRow } from './support/screens.ts'
import { startSeries } from './support/started-series.ts'
import { expect, test } from './test.ts'

const work = worker()
/** One agent for three projects: one asks for a person, one is quick, one takes its time. */
const character: Character = (conversation) => {
  const { cwd } = conversation
  if (cwd.endsWith('/shop')) return say('BATON: NEEDS-HUMAN which colour?')
  return { ...work(conversation), delayMs: cwd.endsWith('/notes') ? 0 : 500 }
}

test.use({ play: { character, project: { name: 'forge', task: 'furnace', boxes: numberedBoxes(40) } } })

const group = (page: Page, name: string) =>
  page.getByRole('heading', { level: 2 }).getByRole('button', { name: new RegExp(`^${name}`) })
const rowLinks = (page: Page) => page.getByRole('main').getByRole('listitem').getByRole('link')

test('before there is a series Home says what one is and how to start it', async ({ app }) => {
  await expect(app.getByText('Start your first series')).toBeVisible()
  await expect(app.getByText('baton run --project . --task my-task')).toBeVisible()
  await app.keyboard.press('n')
  const dialog = app.getByRole('dialog', { name: 'Start a series' })
  await expect(dialog).toBeVisible()
  // The content has the focus, and one Escape is enough.
  await expect(dialog.getByRole('button', { name: 'Close' })).not.toBeFocused()
  await app.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

test('the board has every series of every project, what needs a person first', async ({ app, stage }) => {
  const shop = stage.world.project({ name: 'shop', task: 'paint', boxes: numberedBoxes(1) })
  const notes = stage.world.project({ name: 'notes', task: 'index', boxes: numberedBoxes(1) })
  const done = await startSeries(stage, notes)
  await done.run.waitForEvent('series.completed')
  // Where there is nothing else, the finished ones are in sight.
  await expect(boardRow(app, 'index')).toContainText('Completed')
  const [asks, works] = await Promise.all([startSeries(stage, shop), startSeries(stage)])
  await asks.run.waitForEvent('waiting')

  await test.step('groups', async () => {
    await expect(app.getByRole('main').getByRole('heading', { level: 2 })).toHaveText([
      'Needs you1',
      'Running1',
      'Finished1',
    ])
    await expect(rowLinks(app)).toHaveText(['paint', 'furnace'])
    await expect(boardRow(app, 'paint')).toContainText('Asks you')
    await expect(boardRow(app, 'paint')).toContainText('which colour?', { ignoreCase: true })
    await expect(boardRow(app, 'paint')).toContainText('shop')
    await expect(boardRow(app, 'furnace')).toContainText(/Running.*forge.*Write out/)
    await expect(boardRow(app, 'furnace')).toContainText(/Context \d+k of 1M tokens/)
    await expect(boardRow(app, 'furnace')).toContainText(/\d+ s ago|just now/)
    await expect(boardRow(app, 'furnace')).toContainText(/\$\d+\.\d\d/)
    await group(app, 'Finished').click()
    await expect(rowLinks(app)).toHaveText(['paint', 'furnace', 'index'])
    await expect(boardRow(app, 'index')).toContainText('1 session')
  })

  await test.step('search and filters', async () => {
    const search = app.getByRole('searchbox', { name: 'Search the board' })
    await app.keyboard.press('/')
    await expect(search).toBeFocused()
    await app.keyboard.type('colour shop')
    await expect(rowLinks(app)).toHaveText(['paint'])
    await search.fill('no such thing')
    await app.getByRole('button', { name: 'Show all' }).click()
    await expect(rowLinks(app)).toHaveCount(3)
    const show = app.getByRole('group', { name: 'Show' })
    await show.getByRole('button', { name: /^Running/ }).click()
    await expect(rowLinks(app)).toHaveText(['furnace'])
    await show.getByRole('button', { name: /^All/ }).click()
    await app.getByRole('combobox', { name: 'Project' }).click()
    await app.getByRole('option', { name: /notes/ }).click()
    await expect(rowLinks(app)).toHaveText(['index'])
    await app.getByRole('combobox', { name: 'Project' }).click()
    await app.getByRole('option', { name: /^All/ }).click()
    // While it closes, keys are still the list's.
    await expect(app.getByRole('listbox')).toBeHidden()
  })

  await test.step('keys', async () => {
    const link = (task: string) => boardRow(app, task).getByRole('link', { name: task })
    await app.keyboard.press('j')
    await expect(link('paint')).toBeFocused()
    await app.keyboard.press('j')
    await expect(link('furnace')).toBeFocused()
    await app.keyboard.press('k')
    await expect(link('paint')).toBeFocused()
    await app.keyboard.press('ArrowDown')
    await app.keyboard.press('p')
    await expect(boardRow(app, 'furnace')).toContainText('Paused', { timeout: 30_000 })
    await app.keyboard.press('Enter')
    await expect(app).toHaveURL(new RegExp(`#/series/${works.id}$`))
    await app.keyboard.press('g')
    await app.keyboard.press('h')
    await expect(app.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
    // Where the cursor stands after coming back depends on what became of its row meanwhile.
    await link('paint').focus()
    await app.keyboard.press('t')
    await expect(app).toHaveURL(new RegExp(`#/terminal/${asks.id}$`))
    await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Home/ }).click()
    await app.keyboard.press('?')
    await expect(app.getByRole('dialog', { name: 'Shortcuts' })).toContainText('Open the terminal of the row')
  })
})
