import type { Page } from '@playwright/test'
import { numberedBoxes } from '../support/project.ts'
import { paced } from './support/paced.ts'
import { boardRow, openHome } from './support/screens.ts'
import { startSeries } from './support/started-series.ts'
import { openTerminal, terminalPane, type TerminalPane } from './support/terminal-pane.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'
const DRAFT = 'Please look at the notes, too.'
const PASTED = 'one pasted line\nand another one'

test.describe('typing', () => {
  test.use({ play: { character: paced(700), project: { boxes: numberedBoxes(2) } } })

  test('typing holds the loop and says so; what is sent lets it go on', async ({ app, stage, host }) => {
    if (host === 'browser') await app.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const { run } = await startSeries(stage)
    const terminal = await openTerminal(app, TASK)
    await terminal.shows('out/01.txt')
    await terminal.type(DRAFT)
    await terminal.says('The loop waits while you type. Send it, or clear it with Ctrl+C, and the loop goes on')
    await terminal.shows(DRAFT)
    await run.waitForEvent('waiting', ({ kind }) => kind === 'draft')

    await searches(app, terminal)
    await copies(app, terminal)
    await fits(app, terminal)

    await app.evaluate((text) => navigator.clipboard.writeText(text), PASTED)
    await terminal.type('')
    await app.keyboard.press('Control+V')
    await terminal.shows(/and another one|Pasted text/)
    // Pasted lines are no Enter: nothing was sent.
    expect(prompts(stage.model.requests()).filter((prompt) => prompt.includes('notes, too'))).toEqual([])
    await app.keyboard.press('Enter')
    await run.waitForEvent('series.completed')
    const sent = prompts(stage.model.requests()).find((prompt) => prompt.includes(DRAFT))
    expect(sent).toContain(PASTED)
  })
})

async function searches(app: Page, { pane }: TerminalPane): Promise<void> {
  await pane.getByRole('button', { name: 'Search', exact: true }).click()
  const search = pane.getByRole('search', { name: 'Search in the terminal' })
  await search.getByRole('textbox', { name: 'Search for' }).fill('out/01.txt')
  await expect(search.getByRole('status')).toHaveText(/^\d+ of \d+/)
  await search.getByRole('textbox', { name: 'Search for' }).fill('nowhere to be found')
  await expect(search.getByRole('status')).toHaveText(/^(No|0)/)
  await search.getByRole('button', { name: 'Regular expression' }).click()
  await search.getByRole('textbox', { name: 'Search for' }).fill('(')
  await expect(search.getByRole('textbox', { name: 'Search for' })).toHaveAttribute('aria-invalid', 'true')
  await app.keyboard.press('Escape')
  await expect(search).toBeHidden()
}

async function copies(app: Page, terminal: TerminalPane): Promise<void> {
  await terminal.more('Select all')
  await terminal.more('Copy')
  const copied = () => app.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain('out/01.txt')
  expect(await copied()).toContain(DRAFT)
}

/** The frame around the prompt is as wide as the program believes the terminal to be. */
async function fits(app: Page, terminal: TerminalPane): Promise<void> {
  const width = async (): Promise<number> =>
    Math.max(0, ...[...(await terminal.text()).matchAll(/─{20,}/g)].map(([line]) => line.length))
  const before = await width()
  await app.setViewportSize({ width: 900, height: 600 })
  await expect.poll(width).toBeLessThan(before - 20)
  await terminal.shows(DRAFT)
  await app.setViewportSize({ width: 1280, height: 720 })
  await expect.poll(width).toBe(before)
}

function prompts(requests: readonly { conversation: { entries: readonly { kind: string }[] } | null }[]): string[] {
  return requests.flatMap(({ conversation }) =>
    (conversation?.entries ?? []).flatMap((entry) => ('text' in entry ? [String(entry.text)] : [])),
  )
}

test.describe('the past', () => {
  test.use({ play: { character: paced(300), project: { boxes: numberedBoxes(2) } } })

  test('an ended session shows its last screen, and two terminals stand side by side', async ({ app, stage }) => {
    // Made before the first agent runs: it writes the file in which folders are trusted, too.
    const other = stage.world.project({ name: 'other', task: 'other-task', boxes: numberedBoxes(40) })
    const { run } = await startSeries(stage)
    await run.waitForEvent('series.completed')
    await startSeries(stage, other)

    const live = await openTerminal(app, 'other-task')
    await live.shows(/out\/\d\d\.txt/)
    await app.getByRole('button', { name: 'Two side by side' }).click()
    await app
      .getByRole('region', { name: 'Empty pane' })
      .getByRole('button', { name: new RegExp(`^${TASK}`) })
      .click()
    const ended = terminalPane(app, `${TASK} · session 1`)
    await ended.says(/^Ended – what was last on its screen/)
    await expect(ended.status).toContainText('Ended')
    await ended.shows('out/02.txt')
    await expect(live.status).toContainText(/Working|Idle/)
    await expect(app.getByRole('tab')).toHaveCount(2)

    // Both come back, as they lay.
    await app.reload()
    await live.shows(/out\/\d\d\.txt/)
    await ended.shows('out/02.txt')
    await openHome(app)
    await expect(boardRow(app, 'other-task')).toBeVisible()
  })
})
