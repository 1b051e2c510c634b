import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { gitState } from '../support/git-state.ts'
import { numberedBoxes } from '../support/project.ts'
import { boardRow, openHome, showFinished } from './support/screens.ts'
import { expect, test } from './test.ts'

const TASK = 'my-task'

test.use({
  play: {
    usage: { base: 30_000, growth: 10_000 },
    policy: { thresholdTokens: 80_000 },
    project: { boxes: numberedBoxes(3) },
  },
})

test('a checkpoint of the past is read, and restored beside what I have', async ({ app, stage, host }) => {
  const run = stage.baton('run', '--json', '--project', stage.project.path, '--task', TASK)
  expect((await run.exited).code).toBe(0)
  await openHome(app)
  await showFinished(app)
  await boardRow(app, TASK).getByRole('link', { name: TASK }).click()
  await app.getByRole('button', { name: 'Checkpoint 1', exact: true }).click()
  const panel = app.getByRole('complementary', { name: 'Checkpoint 1' })

  await expect(panel).toContainText('Written by the agent')
  await expect(panel).toContainText(/context/i)
  await showsFiles(app)
  const part = (name: string) => panel.getByRole('tab', { name }).click()
  await part('Changes')
  await expect(panel.getByRole('region', { name: 'out/01.txt' })).toContainText('done: Write out/01.txt')
  await panel.getByText('git diff --stat').click()
  await expect(panel).toContainText(/out\/01\.txt\s+\|\s+1 \+/)
  await panel.getByRole('button', { name: 'To now' }).click()
  await expect(panel.getByRole('region', { name: 'out/03.txt' })).toContainText('done: Write out/03.txt')
  await part('Verification')
  await expect(panel).toContainText("The agent's handover passed the check")
  await expect(panel).toContainText('Nothing was sent back.')
  await part('Pickup')
  await expect(panel).toContainText('The next session saw these files before it worked.')
  await expect(panel).toContainText(`${TASK}-context.md`)
  if (host === 'browser') await keepsItsPart(app)

  const before = gitState(stage.project)
  await panel.getByRole('button', { name: 'Restore…' }).click()
  await restoreToBranch(app, 'before-the-rest')
  await panel.getByRole('button', { name: 'Restore…' }).click()
  const folder = path.join(stage.world.root, 'restored')
  await restoreToFolder(app, folder)

  // The new branch apart, all is as it was: HEAD, index, work tree.
  const { refs, history, ...after } = gitState(stage.project)
  expect(after).toEqual(Object.fromEntries(Object.entries(before).filter(([key]) => key in after)))
  expect(refs).toContain('refs/heads/before-the-rest')
  expect(history).toContain('before-the-rest')
  const kept = (file: string): string => stage.project.git('show', `before-the-rest:${file}`)
  expect(kept('out/01.txt')).toBe('done: Write out/01.txt')
  expect(() => kept('out/03.txt')).toThrow()
  expect(readFileSync(path.join(folder, 'out/01.txt'), 'utf8')).toBe('done: Write out/01.txt\n')
  expect(existsSync(path.join(folder, 'out/03.txt'))).toBe(false)
})

async function showsFiles(app: Page): Promise<void> {
  const panel = app.getByRole('complementary', { name: 'Checkpoint 1' })
  const file = panel.getByRole('group', { name: 'File' })
  await file.getByRole('button', { name: /context/i }).click()
  await expect(panel.getByRole('heading', { name: 'Next steps' })).toBeVisible()
  await panel.getByRole('group', { name: 'Look' }).getByRole('button', { name: 'Raw' }).click()
  await expect(panel.getByText('## Next steps')).toBeVisible()
  await expect(panel.getByRole('heading', { name: 'Next steps' })).toBeHidden()
  await file.getByRole('button', { name: /tasks/i }).click()
  await expect(panel.getByText('- [x] Write out/01.txt')).toBeVisible()
}

/** The panel moves between its two places with the width of the window, and is not read anew. */
async function keepsItsPart(app: Page): Promise<void> {
  const timeline = app.getByRole('tab', { name: 'Timeline' })
  const part = app.getByRole('tab', { name: 'Pickup', selected: true })
  const usual = app.viewportSize()
  if (usual === null) throw new Error('the page has no size of its own')
  await app.setViewportSize({ ...usual, width: 900 })
  await expect(timeline).toHaveCount(0)
  await expect(part).toBeVisible()
  await app.setViewportSize(usual)
  await expect(timeline).toBeVisible()
  await expect(part).toBeVisible()
}

async function restoreToBranch(app: Page, branch: string): Promise<void> {
  const dialog = app.getByRole('dialog', { name: /^(Restore c|C)heckpoint 1/ })
  await dialog.getByRole('textbox', { name: 'Branch' }).fill('no name for git')
  await expect(dialog.getByText('Git does not take this name')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Restore', exact: true })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Branch' }).fill(branch)
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(dialog).toContainText('Checkpoint 1 is restored')
  await expect(dialog).toContainText(`git switch ${branch}`)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
}

async function restoreToFolder(app: Page, folder: string): Promise<void> {
  const dialog = app.getByRole('dialog', { name: /^(Restore c|C)heckpoint 1/ })
  await dialog.getByRole('button', { name: 'A new folder' }).click()
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(path.dirname(folder))
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText(path.dirname(folder))
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(dialog).toContainText('Checkpoint 1 is restored')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
}
