import { expect, test } from './test.ts'

/** What only the desktop app can show. In the browser the same is held by main/server's tests. */
test.beforeEach(({ host }) => {
  test.skip(host !== 'electron', 'of the desktop app alone')
})

test('the page of the desktop app has nothing of Node and an origin of its own', async ({ app }) => {
  const found = await app.evaluate(() => ({
    origin: location.origin,
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    desktop: Object.keys((globalThis as { desktop?: object }).desktop ?? {}),
  }))
  expect(found).toEqual({ origin: 'app://baton', node: [], desktop: ['platform'] })
})

test('the page of the desktop app goes nowhere else and opens nothing by itself', async ({ app }) => {
  const opened = await app.evaluate(() => window.open('app://baton/index.html') === null)
  expect(opened).toBe(true)
  await app.evaluate(() => location.assign('https://example.invalid/'))
  await expect.poll(() => app.url()).toMatch(/^app:\/\/baton\//)
  const reached = await app.evaluate(() =>
    fetch('https://example.invalid/').then(
      () => true,
      () => false,
    ),
  )
  expect(reached).toBe(false)
})
