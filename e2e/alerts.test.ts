import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Alert, AlertMessage } from '../contract/alerts.ts'
import { Settings } from '../contract/settings.ts'
import { ask, askJson, whereOf } from './support/ask.ts'
import { play } from './support/play.ts'
import { numberedBoxes } from './support/project.ts'
import { clientOf, watch } from './support/watch.ts'
import { paced } from './ui/support/paced.ts'
import { serveCore } from './ui/support/served-core.ts'

const PATIENCE = { timeout: 90_000 }
const SECRET = 'the secret of this test, long enough'
/** What a webhook and a command are told, and nothing else. */
const FIELDS = ['id', 'rule', 'fact', 'subject', 'project', 'value', 'above', 'firedAt', 'endedAt']

interface Taken {
  headers: IncomingHttpHeaders
  body: string
  message: AlertMessage
}

/** A webhook that is away the first time. */
async function openHook(): Promise<{ url: string; taken: Taken[] }> {
  const taken: Taken[] = []
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString()
    taken.push({ headers: request.headers, body, message: JSON.parse(body) as AlertMessage })
    response.writeHead(taken.length === 1 ? 503 : 204).end(taken.length === 1 ? 'not now' : undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, taken }
}

const context = { id: 'any-context', fact: 'context', above: 1, channels: ['in-app', 'hook'], urgent: true }
const spent = { id: 'spent', fact: 'cost-day', above: 0.000_001, channels: ['in-app', 'desktop', 'say'], urgent: true }
const spentHere = { id: 'spent-here', fact: 'cost-hour', above: 0.000_001, channels: ['in-app'] }
const bad = { id: 'too-much', fact: 'context', above: 200 }

test('rules over a real series fire, tell a webhook and a command, are acknowledged, and outlive the core', async () => {
  const stage = await play({ character: paced(700), project: { boxes: numberedBoxes(4) } })
  const { world, project } = stage
  const where = whereOf(stage)
  const hook = await openHook()
  const secretFile = path.join(world.home, 'secret')
  const log = path.join(world.home, 'said')
  const script = `require('fs').appendFileSync(${JSON.stringify(log)}, process.env.BATON_ALERT + '\\n')`
  const alerts = (rules: object[]): object => ({
    rules,
    webhooks: [{ id: 'hook', url: hook.url, secretFile }],
    commands: [{ id: 'say', argv: [process.execPath, '-e', script] }],
  })
  const file = path.join(world.dataDir, 'settings.json')
  const write = (rules: object[]): void =>
    writeFileSync(file, JSON.stringify({ alerts: alerts(rules) }), { mode: 0o600 })
  mkdirSync(world.dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(secretFile, `${SECRET}\n`, { mode: 0o600 })
  // As a person writes it by hand: what cannot work is not in force, the rest is.
  write([context, bad, spent])
  const core = await serveCore(world)
  const said = (): AlertMessage[] =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as AlertMessage)
      : []
  const listed = (...flags: string[]): Promise<Alert[]> =>
    askJson<Alert & Record<string, unknown>>(where, 'alerts', ...flags)

  const rules = await askJson(where, 'alerts', 'rules')
  expect(rules).toMatchObject([
    { problem: null },
    { problem: expect.stringContaining('200 percent') },
    { problem: null },
  ])
  const reader = watch(await clientOf(stage), 'desktop')

  const run = stage.run()
  const { series } = await run.waitForEvent('series.started')
  await vi.waitFor(() => expect(hook.taken).toHaveLength(1), PATIENCE)
  const [first] = hook.taken
  if (first === undefined) throw new Error('the webhook was not called')
  expect(Object.keys(first.message)).toEqual(FIELDS)
  expect(first.message).toMatchObject({
    rule: 'any-context',
    fact: 'context',
    subject: project.task,
    project: path.basename(project.path),
    above: 1,
    endedAt: null,
  })
  expect(first.message.value).toBeGreaterThanOrEqual(1)
  expect(first.body).not.toContain(world.home)
  const own = createHmac('sha256', SECRET).update(`${String(first.headers['baton-timestamp'])}.${first.body}`)
  expect(first.headers['baton-signature']).toBe(`v1=${own.digest('hex')}`)

  // The series is completed meanwhile: then the alert is over, and that is told after it was told that it fired.
  await vi.waitFor(() => expect(said()).toHaveLength(1), PATIENCE)
  expect(said()).toMatchObject([{ rule: 'spent', subject: '', project: null, endedAt: null }])
  expect(reader.notices.filter(({ kind }) => kind === 'alert')).toMatchObject([
    { title: expect.stringMatching(/^\$\d+\.\d\d today$/), seriesId: null },
  ])
  expect((await run.exited).code).toBe(0)
  const told = (): AlertMessage[] =>
    hook.taken.map(({ message }) => message).filter(({ id }) => id === first.message.id)
  await vi.waitFor(() => expect(told()).toHaveLength(3), PATIENCE)
  expect(Date.parse(told()[2]?.endedAt ?? '')).toBeGreaterThan(Date.parse(first.message.firedAt))
  const over = (await listed()).find(({ id }) => id === first.message.id)
  expect(over).toMatchObject({ seriesId: series, endedAt: expect.any(String) as string })
  expect(over?.deliveries).toMatchObject([
    { channel: 'in-app', event: 'fired', state: 'sent' },
    { channel: 'hook', event: 'fired', state: 'sent', tries: 2 },
    { channel: 'hook', event: 'ended', state: 'sent', tries: 1 },
  ])

  // What stands is acknowledged once, and stands through a restart without firing anew.
  const [standing] = await listed('--standing')
  expect(standing).toMatchObject({ ruleId: 'spent', acknowledgedAt: null })
  expect(await ask(where, 'alerts', 'ack', 'all')).toMatchObject({ code: 0, stdout: '1 acknowledged.\n' })
  await core.stop()
  write([context, spent, spentHere])
  const again = await serveCore(world)
  // A rule that is new fires at the first look: the others were looked at, too.
  await vi.waitFor(async () => expect(await listed('--standing')).toHaveLength(2), { ...PATIENCE, interval: 1_000 })
  expect((await listed('--standing')).find(({ ruleId }) => ruleId === 'spent')).toMatchObject({
    id: standing?.id,
    acknowledgedAt: expect.any(String) as string,
  })
  expect(said()).toHaveLength(1)

  // By a client a bad rule is refused, with the reason; a channel can be tried.
  const client = await clientOf(stage)
  const now = await client.call('settings.get', {})
  if (!now.ok) throw new Error(now.problem.cause)
  const wanted = { ...now.value.settings, alerts: Settings.parse({ alerts: { rules: [bad] } }).alerts }
  expect(await client.call('settings.set', { settings: wanted, revision: now.value.revision })).toMatchObject({
    ok: false,
    problem: { code: 'alert-rules', thing: 'alert rule "too-much", above', remedy: 'give 100 or less' },
  })
  expect(await ask(where, 'alerts', 'test', 'hook')).toMatchObject({ code: 0, stdout: 'hook was told.\n' })
  expect(hook.taken.at(-1)?.message).toMatchObject({ rule: 'test', test: true })
  await again.stop()
})
