import type { Page } from '@playwright/test'
import { say } from '../../assets/scripted-model/reply.ts'
import { numberedBoxes } from '../support/project.ts'
import { paced } from './support/paced.ts'
import { openSection, save } from './support/settings-screen.ts'
import { startSeries } from './support/started-series.ts'
import { recordToasts } from './support/toasts.ts'
import { expect, test } from './test.ts'

const bell = (page: Page, unseen: number) =>
  page.getByRole('button', { name: unseen === 0 ? /^What happened$/ : `What happened: ${unseen} not seen` })

test.describe('a series of two sessions', () => {
  test.use({
    play: {
      character: paced(200),
      usage: { base: 30_000, growth: 10_000 },
      policy: { thresholdTokens: 80_000 },
      project: { boxes: numberedBoxes(3) },
    },
  })

  test('is told of in one window, once; what is marked as seen is seen in all', async ({ app, stage, host }) => {
    test.skip(host !== 'browser', 'two windows by an address')
    const other = await app.context().newPage()
    await other.goto(app.url())
    await expect(other.getByRole('heading', { name: 'Home', exact: true })).toBeVisible()
    const told = await Promise.all([recordToasts(app), recordToasts(other)])
    const { run } = await startSeries(stage)
    expect((await run.waitForEvent('series.completed')).sessions).toBe(2)
    const titles = ['context fills', 'checkpoint due', 'handed over', 'done']
    const expected = titles.map((title) => `my-task: ${title} – project`)
    const all = async () => (await Promise.all(told.map((read) => read()))).flat().toSorted()
    await expect.poll(all).toEqual(expected.toSorted())

    await expect(bell(app, 4)).toBeVisible()
    await bell(other, 4).click()
    const list = other.getByRole('dialog', { name: 'What happened' })
    await expect(list.getByRole('listitem')).toHaveCount(4)
    await expect(list.getByRole('listitem').first()).toContainText('3 of 3 tasks done, 2 sessions')
    await list.getByRole('button', { name: 'Mark all as seen' }).click()
    for (const page of [app, other]) await expect(bell(page, 0)).toBeVisible()
  })

  test('is not told of to who looks at it', async ({ app, stage }) => {
    const told = await recordToasts(app)
    const { id, run } = await startSeries(stage)
    await app.evaluate((series) => (location.hash = `/series/${series}`), id)
    await expect(app.getByRole('heading', { name: 'my-task', level: 1 })).toBeVisible()
    await run.waitForEvent('series.completed')
    await expect(app.getByRole('main').getByText('Completed', { exact: true })).toBeVisible()
    await expect(bell(app, 0)).toBeVisible()
    expect(await told()).toEqual([])
    await bell(app, 0).click()
    await expect(app.getByRole('dialog', { name: 'What happened' }).getByRole('listitem')).toHaveCount(4)
  })
})

test.describe('a series that needs me', () => {
  test.use({ play: { character: paced(0, { instead: () => say('BATON: NEEDS-HUMAN which colour?') }) } })

  test('says so, and leads to its terminal', async ({ app, stage }) => {
    const { id } = await startSeries(stage)
    const notice = app.getByRole('alertdialog').or(app.getByRole('dialog')).filter({ hasText: 'my-task: needs you' })
    await expect(notice).toContainText('which colour?', { ignoreCase: true })
    await expect(app).toHaveTitle(/^\(1\) /)
    await notice.getByRole('button', { name: 'Open' }).click()
    await expect(app).toHaveURL(new RegExp(`#/terminal/${id}$`))
    await expect(app.getByRole('region', { name: 'Terminal: my-task' })).toBeVisible()
    await expect(bell(app, 0)).toBeVisible()
  })

  test('is silent in quiet hours, unless I want it told all the same', async ({ app, stage }) => {
    const hour = 3_600_000
    const clock = (at: number) => new Date(at).toTimeString().slice(0, 5)
    // Made before the first agent runs: it writes the file in which folders are trusted, too.
    const second = stage.world.project({ name: 'second', boxes: numberedBoxes(1) })
    await openSection(app, 'Notifications')
    await app.getByRole('switch', { name: 'Keep quiet' }).click()
    await app.getByLabel('From').fill(clock(Date.now() - hour))
    await app.getByLabel('To', { exact: true }).fill(clock(Date.now() + hour))
    await save(app)
    const read = await recordToasts(app)
    const told = async () => (await read()).filter((title) => title.includes('needs you'))
    await startSeries(stage)
    await expect(bell(app, 1)).toBeVisible()
    expect(await told()).toEqual([])

    await app.getByRole('switch', { name: 'Tell me of what needs me all the same' }).click()
    await save(app)
    await startSeries(stage, second)
    await expect(bell(app, 2)).toBeVisible()
    await expect.poll(told).toEqual(['my-task: needs you – second'])
  })
})
