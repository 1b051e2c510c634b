import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { Character } from '../../assets/scripted-model/reply.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import { startClaude } from '../support/claude.ts'
import { startHookServer, type HookServer } from '../support/hook-server.ts'
import { numberedBoxes } from '../support/project.ts'
import { REPOSITORY } from '../support/world.ts'
import { violations } from './support/axe.ts'
import { watchFaults } from './support/page-faults.ts'
import { boardRow } from './support/screens.ts'
import { expect, test } from './test.ts'

const FOLDER = path.join(REPOSITORY, '.artifacts/screens')

const work = worker()
const character: Character = (conversation) => {
  const adopted = conversation.entries.some((entry) => 'text' in entry && entry.text.includes('From now on Baton runs'))
  return adopted ? work(conversation) : { text: 'Here I am.' }
}

test.use({ play: { character, project: { name: 'forge', task: 'furnace', boxes: numberedBoxes(2) } } })

/** Not there where the host is not: nothing was begun. */
let hooks: HookServer | undefined
test.beforeEach(async () => {
  hooks = await startHookServer()
})
test.afterEach(() => hooks?.close())

/** Kept as artefacts, beside those of screens.spec.ts. */
async function shoot(app: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.emulateMedia({ colorScheme })
    await expect(app.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await app.screenshot({ path: path.join(FOLDER, `${name}-${colorScheme}.png`), animations: 'disabled' })
  }
  await app.emulateMedia({ colorScheme: 'light' })
}

test('a session that runs elsewhere is on the board and goes on as a series', async ({ app, stage }) => {
  const { world, project } = stage
  const claude = startClaude({ world, project, hooksUrl: hooks?.url ?? '', prompt: 'Hello' })
  const faults = await watchFaults(app)
  const found: string[] = []
  const row = boardRow(app, `Session ${claude.sessionId.slice(0, 8)}`)

  await test.step('it is seen as it is', async () => {
    await expect(row).toContainText('Rests in its own terminal', { timeout: 30_000 })
    await expect(row).toContainText(/forge.*Claude Code/)
    await expect(row).toContainText(/Context \d+k of 1M tokens/)
    await expect(row).toContainText(/1 turn.*\$\d+\.\d\d/)
    await expect(app.getByText('These sessions run without Baton')).toBeVisible()
    await shoot(app, 'home-elsewhere')
    found.push(...(await violations(app, 'home with a session that runs elsewhere')))
    await row.getByRole('button', { name: /^More for Session/ }).click()
    await expect(app.getByRole('menuitem', { name: 'Open its usage' })).toBeVisible()
    await app.getByRole('menuitem', { name: 'Adopt…' }).click()
  })

  await test.step('its process is ended only when the person says so', async () => {
    const dialog = app.getByRole('dialog', { name: 'Adopt a session' })
    await dialog.getByRole('button', { name: /furnace/ }).click()
    await expect(dialog).toContainText(`It rests in another terminal (process ${claude.pid})`)
    const adopt = dialog.getByRole('button', { name: 'Adopt', exact: true })
    await expect(adopt).toBeDisabled()
    await shoot(app, 'adopt')
    found.push(...(await violations(app, 'adopt')))
    await dialog.getByRole('switch', { name: 'End that process first' }).click()
    await adopt.click()
    await expect(dialog).toBeHidden({ timeout: 30_000 })
    expect((await claude.exited).exitCode).toBe(143)
  })

  await test.step('the series works with it to the end', async () => {
    await expect(app.getByRole('heading', { level: 1, name: 'furnace' })).toBeVisible()
    await expect(app.getByRole('main').getByText('Completed').first()).toBeVisible({ timeout: 90_000 })
    const told = stage.model
      .requests()
      .filter(({ sessionId, kind }) => sessionId === claude.sessionId && kind === 'main')
    expect(told.length).toBeGreaterThan(2)
    expect(project.boxes().every(({ done }) => done)).toBe(true)
  })

  await test.step('and it is no more one that runs elsewhere', async () => {
    await app.getByRole('link', { name: 'Home' }).click()
    await expect(boardRow(app, 'furnace')).toContainText('Completed')
    await expect(row).toHaveCount(0)
  })
  expect([...found, ...faults]).toEqual([])
})
