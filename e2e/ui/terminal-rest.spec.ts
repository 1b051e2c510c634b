import type { Page } from '@playwright/test'
import { numberedBoxes } from '../support/project.ts'
import { paced } from './support/paced.ts'
import { openHome } from './support/screens.ts'
import { startSeries } from './support/started-series.ts'
import { openTerminal, terminalPane } from './support/terminal-pane.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'

test.use({
  play: {
    character: paced(300),
    usage: { base: 30_000, growth: 10_000 },
    policy: { thresholdTokens: 80_000 },
    project: { boxes: numberedBoxes(12) },
  },
})

test('a terminal out of sight costs nothing and is there at once when it is shown again', async ({
  app,
  stage,
  host,
}) => {
  test.skip(host !== 'browser', 'what is said between page and core is seen on a socket')
  await openHome(app)
  const traffic = watchTraffic(app)
  await app.reload()
  const { run } = await startSeries(stage)
  const terminal = await openTerminal(app, TASK)
  await terminal.shows('out/01.txt')
  await openHome(app)
  await expect.poll(() => traffic.said('detach')).toBe(1)
  const before = traffic.frames()
  await run.waitForEvent('session.started', ({ n }) => n === 2)
  expect(traffic.frames()).toBe(before)

  await backTo(app)
  await terminal.says('Session 1 handed over at checkpoint 1. This is session 2')
  await terminal.pane.getByRole('button', { name: /^Pause/ }).click()
  await expect(terminal.status).toContainText('Idle', { timeout: 30_000 })
  await terminal.type('half a ')
  await terminal.shows('half a ')

  // The page is hidden, and shown again with a key pressed in the same moment.
  await setHidden(app, true)
  await expect.poll(() => traffic.said('detach')).toBe(2)
  await terminal.shows('half a ')
  await countBlankFrames(app)
  await setHidden(app, false)
  await terminal.type('thought')
  await terminal.shows('half a thought')

  await openHome(app)
  await expect.poll(() => traffic.said('detach')).toBe(3)
  await backTo(app)
  await app.keyboard.type(', and more')
  await terminal.shows('half a thought, and more')
  expect(traffic.said('attach')).toBe(4)
  expect(await blankFrames(app)).toBe(0)
})

/** By the address, as the Back button does: the pane gets the focus by itself. */
async function backTo(app: Page): Promise<void> {
  await app.goBack()
  await expect(terminalPane(app, TASK).pane.getByRole('textbox', { name: 'Terminal input' })).toBeFocused()
}

/** What the page and its core say to each other from the next load on. */
function watchTraffic(app: Page): { said: (type: string) => number; frames: () => number } {
  const said: string[] = []
  let frames = 0
  app.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (typeof payload === 'string') said.push(String(JSON.parse(payload).type))
    })
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload !== 'string') frames += 1
    })
  })
  return { said: (type) => said.filter((each) => each === type).length, frames: () => frames }
}

/** A page of a headless browser is never hidden by itself. */
async function setHidden(app: Page, hidden: boolean): Promise<void> {
  await app.evaluate((is) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => is })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}

/** Counts, frame by frame, when a terminal is on the page and none of its rows has text. */
async function countBlankFrames(app: Page): Promise<void> {
  await app.evaluate(() => {
    const look = (): void => {
      const rows = [...document.querySelectorAll('.terminal-host .xterm-rows')]
      const blank = rows.length > 0 && rows.every((each) => each.textContent?.trim() === '')
      const { dataset } = document.documentElement
      dataset['blankFrames'] = String(Number(dataset['blankFrames'] ?? 0) + (blank ? 1 : 0))
      requestAnimationFrame(look)
    }
    look()
  })
}

function blankFrames(app: Page): Promise<number> {
  return app.evaluate(() => Number(document.documentElement.dataset['blankFrames']))
}
