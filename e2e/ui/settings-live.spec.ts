import { paced } from './support/paced.ts'
import { openSection, save } from './support/settings-screen.ts'
import { startSeries } from './support/started-series.ts'
import { expect, test } from './test.ts'

test.use({ play: { character: paced(600), usage: { base: 30_000, growth: 5_000 } } })

test('a running series takes new thresholds at once', async ({ app, stage }) => {
  const { run } = await startSeries(stage)
  const row = app.getByRole('main').getByRole('listitem').filter({ hasText: 'my-task' })
  await expect(row).toContainText('Due at 200k')
  await openSection(app, 'Thresholds')
  await app.getByLabel('But no later than').fill('100000')
  await save(app)
  const changed = await run.waitForEvent('policy.changed')
  expect(changed.changes).toMatchObject({ thresholdTokens: 100_000 })
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click()
  await expect(row).toContainText('Due at 100k')
})
