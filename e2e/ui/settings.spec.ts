import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { USUAL_POLICY } from './support/stage.ts'
import { openSection, save, saveButton, settingsFile, settingsOnDisk } from './support/settings-screen.ts'
import { expect, test } from './test.ts'

test('thresholds, limits and notifications are saved in one step', async ({ app, stage }) => {
  const before = statSync(settingsFile(stage)).ino
  await openSection(app, 'Thresholds')
  await app.getByLabel('Due at', { exact: true }).fill('60')
  await app.getByRole('button', { name: 'Add a model' }).click()
  await app.getByLabel('Model id begins with').fill('claude-sonnet')
  await app.getByLabel('But no later than, claude-sonnet').fill('90000')
  // The preview is that of what stands in the fields.
  await expect(app.getByText('due at 120k')).toBeVisible()
  await openSection(app, 'Limits')
  await app.getByLabel('Most sessions').fill('7')
  await app.getByLabel('Longest time').fill('1h30m')
  await openSection(app, 'Notifications')
  await app.getByRole('switch', { name: 'Cycle done' }).click()
  await app.getByRole('switch', { name: 'Keep quiet' }).click()
  await app.getByLabel('From').fill('21:30')
  await expect(app.getByText('Not saved yet.')).toBeVisible()
  expect(settingsOnDisk(stage)).toEqual({ policy: USUAL_POLICY })
  await app.keyboard.press('Control+s')
  await expect(app.getByText('Settings saved')).toBeVisible()
  await expect(saveButton(app)).toBeHidden()

  expect(settingsOnDisk(stage)).toMatchObject({
    policy: {
      ...USUAL_POLICY,
      thresholdPercent: 60,
      perModel: { 'claude-sonnet': { tokens: 90_000 } },
      maxSessions: 7,
      maxDurationMs: 90 * 60_000,
    },
    notifications: { enabled: true, kinds: { cycle: false }, quietHours: { from: '21:30', to: '07:00' } },
  })
  // A whole new file took the place of the old one: nobody can read half of it.
  const { ino, mode } = statSync(settingsFile(stage))
  expect(ino).not.toBe(before)
  expect(mode & 0o777).toBe(0o600)
  expect(readdirSync(stage.world.dataDir).filter((name) => name.startsWith('settings.json'))).toEqual(['settings.json'])
})

test('what is wrong is said at its field, and is not saved', async ({ app, stage }) => {
  await openSection(app, 'Thresholds')
  await app.getByLabel('Due at', { exact: true }).fill('120')
  const due = app.getByLabel('Due at', { exact: true })
  await expect(due).toHaveAttribute('aria-invalid', 'true')
  await expect(due).toHaveAccessibleDescription('Give a percentage above 0 and up to 95')
  await app.getByRole('button', { name: 'Add a model' }).click()
  await expect(app.getByRole('alert').filter({ hasText: 'Give the beginning of a model’s id' })).toBeVisible()
  await openSection(app, 'Limits')
  await app.getByLabel('Longest time').fill('soon')
  await expect(app.getByLabel('Longest time')).toHaveAccessibleDescription(/Give a time with its unit/)
  await expect(app.getByText('3 fields need another value.')).toBeVisible()
  await expect(saveButton(app)).toBeDisabled()
  await app.keyboard.press('Control+s')
  await app.getByRole('button', { name: 'Discard' }).click()
  await expect(app.getByLabel('Longest time')).toHaveValue('')
  expect(settingsOnDisk(stage)).toEqual({ policy: USUAL_POLICY })
})

test('own prices and folders are saved, and what is wrong in them is said at its field', async ({ app, stage }) => {
  await openSection(app, 'Usage')
  await expect(app.getByRole('table', { name: 'Prices of Claude Code' })).toContainText('claude-opus-5-5')
  await app.getByRole('textbox', { name: 'Codex CLI' }).fill('/srv/codex')
  await app.getByRole('button', { name: 'Add prices' }).click()
  const prices = app.getByRole('region', { name: 'Prices 1' })
  await prices.getByLabel('Models').fill('gpt-5.5, my-alias')
  await prices.getByLabel('Input').fill('cheap')
  await prices.getByLabel('Output').fill('10')
  await prices.getByLabel('Cache read').fill('0.0125')
  await expect(prices.getByLabel('Input')).toHaveAccessibleDescription(/Give USD per million tokens/)
  await expect(saveButton(app)).toBeDisabled()
  await prices.getByLabel('Input').fill('1,25')
  await save(app)
  expect(settingsOnDisk(stage)).toMatchObject({
    usage: {
      folders: { codex: ['/srv/codex'] },
      prices: [{ models: ['gpt-5.5', 'my-alias'], input: 1.25, output: 10, cacheRead: 0.0125 }],
    },
  })
})

test('the theme holds at once, in every window, and before the first paint of the next', async ({ app, host }) => {
  const theme = (page: typeof app) => page.evaluate(() => document.documentElement.dataset['theme'])
  const other = host === 'browser' ? await app.context().newPage() : null
  await other?.goto(app.url())
  await openSection(app, 'Appearance')
  for (const [name, shown] of [
    ['Dark', 'dark'],
    ['Light', 'light'],
  ] as const) {
    await app.getByRole('group', { name: 'Theme' }).getByRole('button', { name }).click()
    await save(app)
    await expect.poll(() => theme(app)).toBe(shown)
    if (other !== null) await expect.poll(() => theme(other)).toBe(shown)
  }
  await app.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'Dark' }).click()
  await save(app)
  await app.reload({ waitUntil: 'commit' })
  await app.waitForSelector('html[data-theme]')
  expect(await theme(app)).toBe('dark')
})

test('other keys are taken, and those taken twice are told', async ({ app, stage }) => {
  await openSection(app, 'Shortcuts')
  const line = (title: string) =>
    app.getByRole('listitem').filter({ has: app.getByRole('button', { name: `Change keys: ${title}` }) })
  await app.getByRole('button', { name: 'Change keys: Start a series' }).click()
  await app.keyboard.press('x')
  await expect(line('Start a series')).toContainText('X')
  await app.getByRole('button', { name: 'Change keys: Save the settings' }).click()
  await app.keyboard.press('Escape')
  await app.getByRole('button', { name: 'Change keys: Show the shortcuts' }).click()
  await app.keyboard.press('x')
  await expect(line('Show the shortcuts')).toContainText('Same keys as “Start a series”')
  await expect(line('Start a series')).toContainText('Same keys as “Show the shortcuts”')
  await app.getByRole('button', { name: 'Reset: Show the shortcuts' }).click()
  await expect(app.getByText(/^Same keys as/)).toHaveCount(0)
  await save(app)
  expect(settingsOnDisk(stage)['shortcuts']).toEqual({ 'new-series': 'x' })

  await app.keyboard.press('n')
  await app.keyboard.press('x')
  await expect(app.getByRole('dialog', { name: 'Start a series' })).toBeVisible()
})

test('who else writes the file is not overwritten', async ({ app, stage }) => {
  const theirs = (maxSessions: number) =>
    writeFileSync(settingsFile(stage), JSON.stringify({ policy: { ...USUAL_POLICY, maxSessions } }))
  await openSection(app, 'Limits')
  await app.getByLabel('Most cost').fill('12')
  theirs(3)
  await expect(app.getByText('The settings were changed elsewhere while you edited them.')).toBeVisible()
  await app.getByRole('button', { name: 'Keep my changes' }).click()
  await expect(app.getByLabel('Most sessions')).toHaveValue('3')
  await save(app)
  expect(settingsOnDisk(stage)['policy']).toEqual({ ...USUAL_POLICY, maxSessions: 3, maxCostUsd: 12 })

  await app.getByLabel('Most cost').fill('99')
  theirs(5)
  await app.getByRole('button', { name: 'Take theirs' }).click()
  await expect(app.getByLabel('Most sessions')).toHaveValue('5')
  await expect(app.getByLabel('Most cost')).toHaveValue('')
  expect(settingsOnDisk(stage)).toEqual({ policy: { ...USUAL_POLICY, maxSessions: 5 } })
})

test('a file that cannot be used is shown, kept beside the new one, and nothing of it is in force', async ({
  app,
  stage,
}) => {
  await openSection(app, 'Limits')
  const broken = '{ "policy": { "maxSessions": 3, '
  writeFileSync(settingsFile(stage), broken)
  const problem = app.getByRole('alert').filter({ hasText: 'settings.json' })
  await expect(problem).toContainText('correct it, or remove it to use the defaults', { ignoreCase: true })
  await expect(app.getByLabel('Most sessions')).toHaveValue('')
  await app.getByLabel('Most sessions').fill('4')
  await save(app)
  await expect(problem).toBeHidden()
  expect(settingsOnDisk(stage)['policy']).toEqual({ ...USUAL_POLICY, maxSessions: 4 })
  const [kept] = readdirSync(stage.world.dataDir).filter((name) => name.startsWith('settings.json.broken-'))
  expect(readFileSync(`${stage.world.dataDir}/${kept}`, 'utf8')).toBe(broken)
})

test('who is let in is listed, and an address for another one is made', async ({ app, browser, host }) => {
  test.skip(host !== 'browser', 'of pages that a server gives out')
  await openSection(app, 'Access')
  await expect(app.getByRole('listitem').filter({ hasText: 'Looks and controls' })).toContainText('open now')
  await app.getByRole('button', { name: 'Make an address' }).click()
  const address = await app.getByLabel('New address').inputValue()
  const page = await (await browser.newContext()).newPage()
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'Home', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start a series' }).first()).toHaveAttribute('aria-disabled', 'true')
})
