import { afterEach, expect, it } from 'vitest'
import { AlertRule, type Alert, type AlertDelivery } from '../../../contract/alerts.ts'
import { success } from '../../../contract/problem.ts'
import { liveTestCore, type LiveTestCore } from '../testing.ts'

let core: LiveTestCore | undefined
afterEach(async () => {
  await core?.close()
  core = undefined
})

const AT = '2026-11-22T12:00:00.000Z'

function alert(id: string, change: Partial<Alert> = {}): Alert {
  const about = {
    ruleId: 'context-full',
    fact: 'context',
    subject: 'fix',
    project: '/p',
    seriesId: 's',
    sessionId: 'a',
  } as const
  const words = { title: 'fix: context at 91 % of its window', body: 'Rule context-full' }
  const times = { firedAt: AT, endedAt: null, acknowledgedAt: null }
  const told = { event: 'fired', why: null, tries: 1, at: AT } as const
  const deliveries: AlertDelivery[] = [
    { ...told, channel: 'in-app', state: 'sent' },
    { ...told, channel: 'hook', state: 'retrying', why: 'it answered 503' },
  ]
  return { id, ...about, ...words, value: 91, above: 90, urgent: true, ...times, deliveries, ...change }
}

async function alertCore() {
  const asked: unknown[] = []
  const all = [
    alert('01AAA111'),
    alert('01AAA222', { acknowledgedAt: AT }),
    alert('01AAA333', { endedAt: '2026-11-22T12:05:00.000Z' }),
  ]
  const rule = AlertRule.parse({ id: 'context-full', fact: 'context', above: 90 })
  core = await liveTestCore({
    'alert.list': async (wanted) => {
      asked.push(wanted)
      return success(wanted.standing ? all.slice(0, 2) : all)
    },
    'alert.acknowledge': async ({ ids }) => {
      asked.push(ids)
      return success({ said: `${ids.length} acknowledged.` })
    },
    'alert.rules': async () =>
      success([
        { rule, problem: null, firing: 2 },
        { rule: { ...rule, id: 'bad', above: 200 }, problem: '200 percent of it can never be reached', firing: 0 },
      ]),
    'alert.test': async ({ channel }) => {
      const told = { channel, event: 'test', tries: 1, at: AT } as const
      return success(
        channel === 'hook'
          ? { ...told, state: 'failed', why: 'it answered 404' }
          : { ...told, state: 'sent', why: null },
      )
    },
  })
  return { asked, baton: core.baton }
}

it('shows what fired, what became of it and who was told', async () => {
  const { asked, baton } = await alertCore()
  const { code, out } = await baton('alerts')
  const lines = out.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))
  expect(code).toBe(0)
  expect(lines[1]).toMatch(
    /^urgent \| AAA111 \| fix: context at 91 % of its window \| .* \| in-app, hook retrying \| context-full$/,
  )
  expect(lines.slice(2, 4).map((line) => line.split(' | ')[0])).toEqual(['known', 'over'])
  expect(lines[3]).toContain('| 5 min |')
  const json = await baton('alerts', '--standing', '--limit', '7', '--json')
  expect(
    json.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toMatchObject([
    { type: 'alert', at: AT, id: '01AAA111', deliveries: [{ channel: 'in-app' }, { channel: 'hook' }] },
    { type: 'alert', id: '01AAA222' },
  ])
  expect(asked.at(-1)).toEqual({ standing: true, limit: 7 })
})

it('acknowledges by ends of ids, or all that stand', async () => {
  const { asked, baton } = await alertCore()
  expect(await baton('alerts', 'ack', '111', 'aaa333')).toMatchObject({ code: 0, out: '2 acknowledged.\n' })
  expect(asked.at(-1)).toEqual(['01AAA111', '01AAA333'])
  await baton('alerts', 'ack', 'all')
  expect(asked.at(-1)).toEqual(['01AAA111'])
  expect(await baton('alerts', 'ack', '01')).toMatchObject({ code: 2, err: expect.stringContaining('3 alerts match') })
  expect(await baton('alerts', 'ack', 'x9')).toMatchObject({ code: 2, err: expect.stringContaining('no such alert') })
  expect(await baton('alerts', 'ack')).toMatchObject({ code: 2 })
})

it('shows the rules and what is wrong with them', async () => {
  const { baton } = await alertCore()
  const { out } = await baton('alerts', 'rules')
  expect(out).toMatch(/on +context-full +Context +90 % +81 % +at once +2 +in-app, desktop/)
  expect(out).toMatch(/broken +bad/)
  expect(out).toContain('bad: 200 percent of it can never be reached')
})

it('tests a channel and says how it went', async () => {
  const { baton } = await alertCore()
  expect(await baton('alerts', 'test', 'desktop')).toMatchObject({ code: 0, out: 'desktop was told.\n' })
  expect(await baton('alerts', 'test', 'hook')).toMatchObject({
    code: 1,
    out: 'hook could not be told: it answered 404.\n',
  })
  expect(await baton('alerts', 'test')).toMatchObject({ code: 2 })
  expect(await baton('alerts', 'dance')).toMatchObject({ code: 2, err: expect.stringContaining('baton alerts rules') })
})
