import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { REPOSITORY } from '../support/world.ts'
import { EVERY_SCREEN, firstScreens, goTo, otherScreens, playSeries, seriesScreens } from './support/every-screen.ts'
import { expect, test } from './test.ts'

/** Kept as artefacts; `scripts/readme-screens.ts` copies the best of them to `docs/screens`. */
const FOLDER = path.join(REPOSITORY, '.artifacts/screens')
const USUAL = { width: 1280, height: 800 }
/** The least that Baton works on, and a wide one. */
const OTHERS = [
  { width: 800, height: 600 },
  { width: 2560, height: 1440 },
]

test.use({ play: EVERY_SCREEN, viewport: USUAL })

test('every screen in both themes, and none scrolls sideways', async ({ app, stage }) => {
  test.slow()
  mkdirSync(FOLDER, { recursive: true })
  const tooWide: string[] = []

  const shoot = async (name: string): Promise<void> => {
    // Another width may show a part anew, and that asks the core.
    await expect(app.getByRole('progressbar')).toHaveCount(0)
    const file = path.join(FOLDER, `${name}.png`)
    await app.screenshot({ path: file, animations: 'disabled' })
    await test.info().attach(name, { path: file, contentType: 'image/png' })
    const [room, content] = await app.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement
      return [clientWidth, scrollWidth] as const
    })
    if (content > room) tooWide.push(`${name}: ${content} px in ${room} px`)
  }
  const visit = async (name: string): Promise<void> => {
    // What was just told would lie over the screen.
    await expect(app.getByRole('region', { name: 'Notifications' }).getByRole('dialog')).toHaveCount(0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.emulateMedia({ colorScheme })
      await expect(app.locator('html')).toHaveAttribute('data-theme', colorScheme)
      await shoot(`${name}-${colorScheme}`)
    }
    await app.emulateMedia({ colorScheme: 'light' })
    if (!MAIN.includes(name)) return
    for (const size of OTHERS) {
      await app.setViewportSize(size)
      await shoot(`${name}-${size.width}`)
    }
    await app.setViewportSize(USUAL)
  }

  await firstScreens(app, visit)
  const series = await playSeries(stage, app, visit)
  await seriesScreens(app, series, visit)
  await otherScreens(app, visit)
  const { start } = await stage.restart()
  await goTo(app, `/series/${series.id}`)
  await expect(app.getByRole('status').filter({ hasText: 'Not connected to Baton.' })).toBeVisible()
  await visit('lost')
  await start()
  expect(tooWide).toEqual([])
})

/** Those that are shot at other sizes, too. */
const MAIN = [
  'home-empty',
  'start-policy',
  'home',
  'series',
  'report',
  'checkpoint-files',
  'terminal',
  'telemetry',
  'usage',
  'usage-session',
  'usage-models',
  'usage-patterns',
  'settings-thresholds',
  'settings-telemetry',
  'settings-shortcuts',
  'shortcuts',
  'lost',
]
