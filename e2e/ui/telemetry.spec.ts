import type { Locator, Page } from '@playwright/test'
import { numberedBoxes } from '../support/project.ts'
import { agentTelemetry, COST, REQUESTS } from '../telemetry/agent-telemetry.ts'
import { goTo } from './support/every-screen.ts'
import { paced } from './support/paced.ts'
import { boardRow, showFinished } from './support/screens.ts'
import { openSection, save } from './support/settings-screen.ts'
import { startSeries } from './support/started-series.ts'
import { expect, test } from './test.ts'

// Slow enough that its first export is heard while it works.
test.use({ play: { character: paced(800), project: { boxes: numberedBoxes(5) } } })

/** A card of the screen. */
const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

test('what other sessions send is shown as it comes, and what is refused', async ({ app, stage }) => {
  const { receivers } = stage.core
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Telemetry' }).click()
  await expect(app.getByText('eval "$(baton env --shell bash)"')).toBeVisible()
  await expect(card(app, 'OTLP over HTTP')).toContainText(receivers.http)
  await expect(card(app, 'OTLP over gRPC')).toContainText(receivers.grpc)

  const session = '7e1e0000-0000-4000-8000-000000000001'
  await agentTelemetry('grpc', receivers, session).send()
  const row = app.getByRole('table', { name: 'Sessions that sent telemetry' }).getByRole('row').nth(1)
  await expect(row).toContainText('Claude Code')
  await expect(row).toContainText(session.slice(0, 8))
  await expect(row).toContainText(`$${(REQUESTS * COST).toFixed(2)}`)
  // It is not hosted here: there is no transcript to hold it against, and no series to open.
  await expect(row.getByRole('link')).toHaveCount(0)
  await expect(card(app, 'OTLP over gRPC')).toContainText(/\d+ ok/)

  const sent = await fetch(`${receivers.http}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(unheardOf('moon_phase')),
  })
  expect(sent.status).toBe(200)
  await expect(card(app, 'Unknown names')).toContainText('moon_phase')
  expect((await fetch(`${receivers.http}/v1/logs`, { method: 'POST', body: 'hello' })).status).toBe(415)
  await expect(card(app, 'OTLP over HTTP')).toContainText(/1 refused/)
})

test('a hosted session leads to its series, and a gap in its telemetry is told', async ({ app, stage }) => {
  test.slow()
  const { id, run } = await startSeries(stage)
  await goTo(app, '/telemetry')
  const link = app.getByRole('link', { name: /open its series/ })
  await expect(link).toBeVisible({ timeout: 30_000 })
  await link.click()
  await expect(app).toHaveURL(new RegExp(`/series/${id}`))

  await openSection(app, 'Telemetry')
  await app.getByRole('switch', { name: 'Receive telemetry' }).click()
  await save(app)
  await goTo(app, '/telemetry')
  await expect(app.getByText('Telemetry is switched off')).toBeVisible()
  await run.waitForEvent('series.completed')
  const gap = /Telemetry captured \d{1,2} % of requests/
  await goTo(app, '/')
  await showFinished(app)
  await expect(boardRow(app, stage.project.task)).toContainText(gap, { timeout: 30_000 })
  await goTo(app, `/terminal/${id}`)
  await expect(app.getByRole('region', { name: 'Status' })).toContainText(gap)
})

/** A log record of Claude Code with a name that this version of Baton does not know. */
function unheardOf(name: string): object {
  const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } })
  const record = {
    timeUnixNano: `${Date.now()}000000`,
    body: { stringValue: `claude_code.${name}` },
    attributes: [attribute('event.name', name), attribute('session.id', '7e1e0000-0000-4000-8000-000000000002')],
  }
  const scope = { name: 'com.anthropic.claude_code.events', version: '9.9.9' }
  const resource = { attributes: [attribute('service.name', 'claude-code')] }
  return { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] }
}
