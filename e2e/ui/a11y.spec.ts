import { violations } from './support/axe.ts'
import { EVERY_SCREEN, firstScreens, goTo, otherScreens, playSeries, seriesScreens } from './support/every-screen.ts'
import { watchFaults } from './support/page-faults.ts'
import { expect, test } from './test.ts'

test.use({ play: EVERY_SCREEN })

test('axe finds nothing on any screen, light and dark, and no screen says a fault', async ({ app, stage }) => {
  test.slow()
  const faults = await watchFaults(app)
  const found: string[] = []
  const seen: string[] = []
  const visit = async (name: string): Promise<void> => {
    seen.push(name)
    await test.step(name, async () => found.push(...(await violations(app, name))))
  }
  await firstScreens(app, visit)
  const series = await playSeries(stage, app, visit)
  await seriesScreens(app, series, visit)
  await otherScreens(app, visit)
  expect(faults).toEqual([])
  test
    .info()
    .annotations.push({ type: 'axe', description: `${seen.length} screens, light and dark: ${seen.join(', ')}` })
  expect(found).toEqual([])
})

test('nor where a page has no core, or is not let in', async ({ app, stage, browser, host }) => {
  test.skip(host !== 'browser', 'the desktop app has its core within and lets itself in')
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(stage.core.url)
  await expect(stranger.getByRole('heading', { name: 'This browser is not let in' })).toBeVisible()
  const found = await violations(stranger, 'refused')
  await stage.restart()
  await expect(app.getByRole('status').filter({ hasText: 'Not connected to Baton.' })).toBeVisible()
  found.push(...(await violations(app, 'lost')))
  expect(found).toEqual([])
})

test('nothing moves for who wants nothing to move', async ({ app, stage }) => {
  await app.emulateMedia({ reducedMotion: 'reduce' })
  const moving = () =>
    app.evaluate(
      () => document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1).length,
    )
  const { series } = await stage
    .baton('run', '--json', '--project', stage.project.path, '--task', stage.project.task)
    .waitForEvent('session.started')
  for (const path of ['/', `/series/${series}`, `/terminal/${series}`, '/settings']) {
    await goTo(app, path)
    await expect(app.getByRole('heading', { level: 1 })).toBeAttached()
    expect(await moving()).toBe(0)
  }
  await goTo(app, '/')
  await app.keyboard.press('n')
  await expect(app.getByRole('dialog', { name: 'Start a series' })).toBeVisible()
  expect(await moving()).toBe(0)
})
