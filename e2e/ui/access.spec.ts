import type { Browser, Page } from '@playwright/test'
import { numberedBoxes } from '../support/project.ts'
import { rawRequest, serveOtherOrigin } from './support/other-origin.ts'
import type { Stage } from './support/stage.ts'
import { paced } from './support/paced.ts'
import { startSeries } from './support/started-series.ts'
import { expect, test } from './test.ts'

/** Who is let in by an address, and who is not. The desktop app's page is given out by no address. */
test.beforeEach(({ host }) => {
  test.skip(host !== 'browser', 'of pages that a server gives out')
})

/** An address by `baton open`, as a person asks for it. */
async function newAddress(stage: Stage, ...flags: string[]): Promise<string> {
  const open = stage.baton('open', '--print', '--json', ...flags)
  await open.exited
  const [said] = open.events as readonly unknown[] as readonly { url: string }[]
  if (said === undefined) throw new Error(`baton open said nothing: ${open.stderr()}`)
  return said.url
}

/** A browser of another person: it shares nothing with the page of the test. */
async function otherBrowser(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage()
}

const refused = (page: Page) => page.getByRole('heading', { name: 'This browser is not let in' })
const home = (page: Page) => page.getByRole('heading', { name: 'Home', exact: true })

test('an address lets one browser in, once', async ({ app, stage, browser }) => {
  await expect(home(app)).toBeVisible()
  // The code is gone from the address bar, and the browser is known when it comes again.
  expect(app.url()).toBe(`${stage.core.url}/`)
  await app.reload()
  await expect(home(app)).toBeVisible()

  const second = await otherBrowser(browser)
  await second.goto(stage.core.entry)
  await expect(refused(second)).toBeVisible()
  await expect(second.getByText(/used before/)).toBeVisible()
  await expect(second.getByText('baton open', { exact: true })).toBeVisible()
  expect(await second.evaluate(() => document.cookie)).toBe('')

  await second.goto(await newAddress(stage))
  await expect(home(second)).toBeVisible()
})

test('a wrong code and no code let nobody in', async ({ stage, browser }) => {
  const page = await otherBrowser(browser)
  for (const address of [`${stage.core.url}/#t=${'A'.repeat(43)}`, stage.core.url]) {
    await page.goto('about:blank')
    await page.goto(address)
    await expect(refused(page)).toBeVisible()
    await expect(page.getByText('baton open', { exact: true })).toBeVisible()
    await expect(home(page)).toBeHidden()
  }
})

test('a page of another origin gets nothing by fetch and no socket', async ({ app, stage, context }) => {
  await expect(home(app)).toBeVisible()
  const elsewhere = await serveOtherOrigin()
  // The same browser: the cookie of the page would be sent if it could be.
  const page = await context.newPage()
  await page.goto(elsewhere.url)
  const tried = await page.evaluate(async (core) => {
    const asked = (path: string, init?: RequestInit) =>
      fetch(`${core}${path}`, { credentials: 'include', ...init }).then(
        () => 'answered',
        () => 'failed',
      )
    const socket = new Promise<string>((resolve) => {
      const opened = new WebSocket(`${core.replace('http', 'ws')}/ws`)
      opened.addEventListener('open', () => resolve('open'))
      opened.addEventListener('close', () => resolve('closed'))
    })
    return {
      page: await asked('/'),
      session: await asked('/auth/session'),
      command: await asked('/rpc/core.status', { method: 'POST', body: '{}' }),
      socket: await socket,
    }
  }, stage.core.url)
  expect(tried).toEqual({ page: 'failed', session: 'failed', command: 'failed', socket: 'closed' })
  // Nor can it be shown within that page, to have its buttons pressed unseen.
  await page.evaluate(async (core) => {
    const frame = document.createElement('iframe')
    frame.src = core
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
    document.body.append(frame)
    await loaded
  }, stage.core.url)
  await expect(page.frameLocator('iframe').getByRole('heading')).toHaveCount(0)
  await elsewhere.close()
})

test('a Host of another name is refused on every route', async ({ stage }) => {
  const { port } = stage.core
  const answers = await Promise.all(
    ['/', '/auth/session', '/ws', '/healthz'].map((path) => rawRequest(port, `evil.example:${port}`, path)),
  )
  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain('this server answers to its own addresses only')
  }
  expect(await rawRequest(port, `localhost:${port}`, '/')).toMatch(/^HTTP\/1\.1 200 /)
})

test.describe('who may only look', () => {
  test.use({ play: { character: paced(1_500), project: { boxes: numberedBoxes(2) } } })
  test('sees everything and changes nothing', async ({ stage, browser }) => {
    const page = await otherBrowser(browser)
    await page.goto(await newAddress(stage, '--view'))
    const start = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Start a series' })
    await expect(start).toHaveAttribute('aria-disabled', 'true')
    await start.hover()
    await expect(page.getByText('This page may only look').first()).toBeVisible()

    const { id, run } = await startSeries(stage)
    await page.getByRole('link', { name: stage.project.task }).first().click()
    for (const name of ['Pause', 'Checkpoint now', 'Cycle now']) {
      const button = page.getByRole('toolbar', { name: 'Loop' }).getByRole('button', { name })
      await expect(button).toHaveAttribute('aria-disabled', 'true')
      await expect(button).toHaveAccessibleName(/only look|control/)
    }

    await page.goto(`${stage.core.url}/#/terminal/${id}`)
    await expect(
      page.getByRole('status').filter({ hasText: 'You see this terminal; typing needs control' }),
    ).toBeVisible()
    // Were this sent, the draft would hold the loop.
    await page.getByRole('textbox', { name: 'Terminal input' }).pressSequentially('hello')
    await page.goto(`${stage.core.url}/#/settings/access`)
    await expect(page.getByText('Only a page that has control may see who is let in.')).toBeVisible()
    await run.waitForEvent('series.completed')
    expect(run.events.filter(({ type }) => type === 'waiting')).toEqual([])
  })
})

test('a browser that is put out is out at once, the one that puts it out stays', async ({ app, stage, browser }) => {
  const page = await otherBrowser(browser)
  await page.goto(await newAddress(stage, '--view'))
  await expect(home(page)).toBeVisible()

  await app.goto(`${stage.core.url}/#/settings/access`)
  const looker = app.getByRole('listitem').filter({ hasText: 'Only looks' })
  await expect(looker).toContainText('open now')
  await looker.getByRole('button', { name: 'Put out' }).click()
  await app.getByRole('alertdialog').or(app.getByRole('dialog')).getByRole('button', { name: 'Put out' }).click()
  await expect(refused(page)).toBeVisible()
  await page.reload()
  await expect(refused(page)).toBeVisible()
  await expect(looker).toHaveCount(0)
  await expect(app.getByRole('listitem').filter({ hasText: 'Looks and controls' })).toContainText('open now')
})
