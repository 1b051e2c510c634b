import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { worker } from '../../assets/scripted-model/worker.ts'
import { electronPath } from '../../scripts/electron-binary.ts'
import { REPOSITORY } from '../support/world.ts'
import { openStage, type Stage, type StageOptions } from './support/stage.ts'

export interface HostOptions {
  /** Which of the two hosts shows the page: a project of playwright.config.ts each. */
  host: 'browser' | 'electron'
}

interface TestOptions {
  /** What the test is played with; a spec names it by `test.use({ play: … })`. */
  play: Partial<StageOptions>
}

interface Fixtures {
  hostIsHere: void
  stage: Stage
  /** The page, signed in, in the host of the project. */
  app: Page
}

/** The test of every spec: runs once for each host, and is listed as skipped where the host is not here. */
export const test = base.extend<Fixtures & TestOptions, HostOptions>({
  host: ['browser', { option: true, scope: 'worker' }],
  play: [{}, { option: true }],
  hostIsHere: [
    async ({ host }, use, testInfo) => {
      testInfo.skip(host === 'electron' && electronPath() === null, "Electron's binary is not installed")
      await use()
    },
    { auto: true },
  ],
  stage: async ({ play }, use) => {
    const stage = await openStage({ character: worker(), ...play })
    await use(stage)
    await stage.close()
  },
  app: async ({ host, stage, context }, use) => {
    if (host === 'browser') {
      const page = await context.newPage()
      await page.goto(stage.core.entry)
      // A test that went on to another address at once would break its signing in off.
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
      await use(page)
      return
    }
    const app = await openDesktop(stage)
    await use(await app.firstWindow())
    await app.close()
  },
})

/** The desktop app in the stage's world. It finds the core that lives there and attaches to it. */
function openDesktop(stage: Stage): Promise<ElectronApplication> {
  const executablePath = electronPath()
  if (executablePath === null) throw new Error("Electron's binary is not installed")
  return _electron.launch({ executablePath, args: [REPOSITORY], env: { ...stage.world.env, DISPLAY: display() } })
}

function display(): string {
  return process.env['DISPLAY'] ?? ''
}

export { expect }
