import { expect, type Locator, type Page } from '@playwright/test'
import { boardRow, openHome } from './screens.ts'

/** For what an agent does before it is seen: real processes, on a machine that does other things as well. */
const PATIENCE_MS = 30_000

/** A terminal on the page, read as a screen reader does: xterm draws on a canvas. */
export interface TerminalPane {
  pane: Locator
  /** Waits until it is said beside the screen what is to be known or done here. */
  says(note: string | RegExp): Promise<void>
  status: Locator
  /** All rows of the screen, as they stand. */
  text(): Promise<string>
  /** Waits until the screen shows it. */
  shows(text: string | RegExp): Promise<void>
  /** Presses keys with the terminal in focus. */
  type(text: string): Promise<void>
  more(item: string): Promise<void>
}

/** From Home, by the button of the row. */
export async function openTerminal(page: Page, task: string): Promise<TerminalPane> {
  await openHome(page)
  await boardRow(page, task)
    .getByRole('button', { name: `Open the terminal of ${task}` })
    .click()
  return readable(page, task)
}

export async function readable(page: Page, label: string): Promise<TerminalPane> {
  const terminal = terminalPane(page, label)
  await expect(terminal.pane.getByRole('textbox', { name: 'Terminal input' })).toBeAttached()
  await terminal.more('Screen reader support: switch on')
  return terminal
}

export function terminalPane(page: Page, label: string): TerminalPane {
  const pane = page.getByRole('region', { name: `Terminal: ${label}`, exact: true })
  const text = async (): Promise<string> => (await pane.getByRole('listitem').allTextContents()).join('\n')
  return {
    pane,
    says: (note) => expect(pane.getByRole('status').filter({ hasText: note })).toBeVisible({ timeout: PATIENCE_MS }),
    status: pane.getByRole('region', { name: 'Status' }),
    text,
    shows: (expected) =>
      expect
        .poll(text, { timeout: PATIENCE_MS })
        .toEqual(typeof expected === 'string' ? expect.stringContaining(expected) : expect.stringMatching(expected)),
    async type(keys) {
      await pane.getByRole('textbox', { name: 'Terminal input' }).focus()
      await page.keyboard.type(keys)
    },
    async more(item) {
      await pane.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: item }).click()
    },
  }
}

/** Presses in the middle of a text on the screen. */
export async function pressText({ pane }: TerminalPane, text: string): Promise<void> {
  const row = pane.getByRole('listitem').filter({ hasText: text }).first()
  const place = await row.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const node = walker.nextNode()
    const from = node?.textContent?.indexOf(wanted) ?? -1
    if (node === null || from < 0) throw new Error(`${wanted} is not in one piece`)
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, from + wanted.length)
    const { x, y, width, height } = range.getBoundingClientRect()
    return { x: x + width / 2, y: y + height / 2 }
  }, text)
  // A link is looked for when the pointer comes to it.
  await pane.page().mouse.move(place.x, place.y - 1)
  await pane.page().mouse.move(place.x, place.y)
  await pane.page().mouse.click(place.x, place.y)
}
