import type { Page } from '@playwright/test'
import { HOSTILE_LINE, hostile } from '../characters/models/hostile.ts'
import { boardRow, openHome } from './support/screens.ts'
import { startSeries } from './support/started-series.ts'
import { openTerminal } from './support/terminal-pane.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'
const SCRIPT = "<script>globalThis.pwned=1;alert('pwned')</script>"
const TITLE = `Write out/01.txt ${HOSTILE_LINE}`

test.use({
  play: {
    character: hostile,
    usage: { base: 30_000, growth: 10_000 },
    policy: { thresholdTokens: 80_000 },
    project: { boxes: [TITLE, TITLE.replace('01', '02'), TITLE.replace('01', '03')] },
  },
})

test('what a hostile agent writes is shown as data on every screen; nothing of it runs or is loaded', async ({
  app,
  stage,
  host,
}) => {
  const seen = watchFor(app, stage.core.url)
  const { id, run } = await startSeries(stage)
  await run.waitForEvent('waiting', ({ kind }) => kind === 'human')

  await openHome(app)
  const row = boardRow(app, TASK)
  await expect(row).toContainText(SCRIPT)
  await expect(row).toContainText('invoicecod.exe')
  await harmless(app)
  await app.getByRole('button', { name: /^What happened/ }).click()
  await expect(app.getByRole('dialog', { name: 'What happened' })).toContainText(SCRIPT)
  await harmless(app)
  await app.keyboard.press('Escape')

  await row.getByRole('link', { name: TASK }).click()
  await expect(app.getByRole('main')).toContainText(SCRIPT)
  await app.getByRole('button', { name: /of 3 done$/ }).click()
  await expect(app.getByRole('dialog', { name: 'Tasks' })).toContainText(SCRIPT)
  await app.keyboard.press('Escape')
  await app.getByRole('tab', { name: 'Report' }).click()
  await expect(app.getByRole('tabpanel', { name: 'Report' })).toContainText('<script>')
  await harmless(app)

  await app.goto(new URL(`#/series/${id}/checkpoints/1`, app.url()).href)
  const panel = app.getByRole('complementary', { name: 'Checkpoint 1' })
  await panel.getByRole('button', { name: 'Context', exact: true }).click()
  await expect(panel.getByRole('heading', { name: 'Hostile' })).toBeVisible()
  await expect(panel).toContainText(SCRIPT)
  await expect(panel).toContainText('[image: pixel, https://evil.example/pixel.png]')
  await expect(panel).toContainText("script (javascript:globalThis.pwned=1;alert('pwned'))")
  await expect(panel.getByRole('link')).toHaveCount(0)
  await harmless(app)
  // The desktop's shell asks in a dialog of the system: main/shell/external-links.test.ts.
  if (host === 'browser') await asksForLinks(app)

  await panel.getByRole('button', { name: 'Raw' }).click()
  await expect(panel).toContainText('<iframe src="https://evil.example/frame"></iframe>')
  await harmless(app)
  await panel.getByRole('tab', { name: 'Changes' }).click()
  await expect(panel.getByRole('region', { name: 'out/<img src=x onerror=alert(1)>.txt' })).toContainText(SCRIPT)
  await expect(panel.getByRole('region', { name: 'out/__proto__.txt' })).toContainText(SCRIPT)
  await harmless(app)
  for (const part of ['Verification', 'Pickup']) {
    // oxlint-disable-next-line no-await-in-loop -- one tab after another
    await panel.getByRole('tab', { name: part }).click()
    // oxlint-disable-next-line no-await-in-loop -- as above
    await harmless(app)
  }

  const terminal = await openTerminal(app, TASK)
  await terminal.says(/The agent needs you: <script>/)
  await harmless(app)
  expect(seen).toEqual({ dialogs: [], elsewhere: [], pages: [], violations: [] })
})

/** All that would be a sign of something run or loaded. */
interface Seen {
  dialogs: string[]
  /** Requests to any place but the core, by whatever loads things. */
  elsewhere: string[]
  pages: string[]
  /** What the content security policy had to stop: it is the second line, not the first. */
  violations: string[]
}

function watchFor(app: Page, core: string): Seen {
  const seen: Seen = { dialogs: [], elsewhere: [], pages: [], violations: [] }
  const ours = [core, core.replace('http:', 'ws:'), 'data:', 'blob:', 'app://baton']
  app.on('dialog', (dialog) => {
    seen.dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  app.context().on('request', (request) => {
    if (!ours.some((place) => request.url().startsWith(place))) seen.elsewhere.push(request.url())
  })
  app.context().on('page', (page) => seen.pages.push(page.url()))
  app.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) seen.violations.push(message.text())
  })
  return seen
}

/** Nothing of the agent became a part of the page. */
async function harmless(app: Page): Promise<void> {
  const found = await app.evaluate(() => {
    const text = document.body.innerText
    return {
      pwned: 'pwned' in globalThis || 'pwned' in {},
      // The page itself has none of these beside what its head names.
      elements: [...document.body.querySelectorAll('script, img, iframe, object, embed, form[action], meta, base')].map(
        ({ outerHTML }) => outerHTML.slice(0, 200),
      ),
      handlers: [...document.querySelectorAll('*')].filter((element) =>
        element.getAttributeNames().some((name) => name.startsWith('on')),
      ).length,
      // oxlint-disable-next-line no-control-regex -- such characters are what is looked for
      deceiving: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/.exec(text)?.[0] ?? null,
      title: document.title,
      // A line without end must not push the page aside.
      tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    }
  })
  expect(found).toEqual({
    pwned: false,
    elements: [],
    handlers: 0,
    deceiving: null,
    title: expect.stringMatching(/^(\(\d\) )?(● \d+ % my-task – )?Baton$/),
    tooWide: false,
  })
}

async function asksForLinks(app: Page): Promise<void> {
  const lie = app.getByRole('button', { name: 'https://good.example (https://evil.example/phish?who=you)' })
  await lie.click()
  const question = app.getByRole('dialog', { name: 'Open this address?' })
  await expect(question).toContainText('It opens on evil.example:')
  await expect(question).toContainText('https://evil.example/phish?who=you')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toBeHidden()
}
