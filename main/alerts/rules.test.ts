import { describe, expect, it } from 'vitest'
import { alertFlaws } from '../../contract/alert-checks.ts'
import { Settings } from '../../contract/settings.ts'
import { z } from 'zod'
import { checkRules, refuseBadRules, rulesInForce } from './rules.ts'

type Alerts = Settings['alerts']
type Written = NonNullable<z.input<typeof Settings>['alerts']>

const settings = (alerts: Written): Alerts => Settings.parse({ alerts }).alerts
const flaws = (alerts: Written): string[] =>
  alertFlaws(settings(alerts)).map(({ part, index, field }) => `${part} ${index} ${field}`)
const rule = { id: 'full', fact: 'context', above: 90 } as const

it('finds nothing wrong with the ones that are built in', () => {
  const { alerts } = Settings.parse({})
  expect(checkRules(alerts).map(({ problem }) => problem)).toEqual(alerts.rules.map(() => null))
  expect(rulesInForce(alerts)).toEqual(alerts.rules)
  expect(refuseBadRules(alerts)).toEqual({ ok: true, value: null })
})

it.each<[string, Written, string[]]>([
  ['a channel that is nowhere', { rules: [{ ...rule, channels: ['in-app', 'pager'] }] }, ['rules 0 channels']],
  ['a channel twice', { rules: [{ ...rule, channels: ['in-app', 'in-app'] }] }, ['rules 0 channels']],
  ['an end above the beginning', { rules: [{ ...rule, below: 90 }] }, ['rules 0 below']],
  ['over a hundred percent', { rules: [{ ...rule, above: 101 }] }, ['rules 0 above']],
  ['over a hundred percent of the due point', { rules: [{ ...rule, fact: 'context-of-due', above: 120 }] }, []],
  ['one name for two rules', { rules: [rule, rule] }, ['rules 0 id', 'rules 1 id']],
  ['a project of a limit', { rules: [{ ...rule, fact: 'limit', project: '/p' }] }, ['rules 0 project']],
  ['a relative project', { rules: [{ ...rule, project: 'p' }] }, ['rules 0 project']],
  ['a project with a slash at its end', { rules: [{ ...rule, project: '/p/' }] }, ['rules 0 project']],
  ['the root', { rules: [{ ...rule, project: '/' }] }, []],
  ['a limit of Gemini', { rules: [{ ...rule, fact: 'limit', agent: 'gemini' }] }, ['rules 0 agent']],
  ['a series of Codex', { rules: [{ ...rule, fact: 'cost-series', agent: 'codex' }] }, ['rules 0 agent']],
  ['a gap of Codex', { rules: [{ ...rule, fact: 'telemetry-gap', agent: 'codex' }] }, ['rules 0 agent']],
  ['a forecast by agent', { rules: [{ ...rule, fact: 'spend-forecast-day', agent: 'claude' }] }, ['rules 0 agent']],
  ['contexts of Codex', { rules: [{ ...rule, agent: 'codex' }] }, []],
])('%s', (_, alerts, expected) => expect(flaws(alerts)).toEqual(expected))

describe('a webhook', () => {
  const hook = (url: string, more: object = {}): string[] =>
    flaws({ rules: [], webhooks: [{ id: 'hook', url, ...more }] })

  it.each([
    'https://example.org/hook?a=b',
    'http://localhost:8080/x',
    'http://127.0.0.1',
    'http://127.9.9.9/',
    'http://[::1]:1/',
  ])('may be %s', (url) => expect(hook(url)).toEqual([]))

  it.each([
    'http://example.org/hook',
    'http://10.0.0.1/',
    'http://localhost.example.org/',
    'http://127.0.0.1.example.org/',
    'https://ann:secret@example.org/',
    'https://ann@example.org/',
  ])('may not be %s', (url) => expect(hook(url)).toEqual(['webhooks 0 url']))

  it('is told no password in the reason', () => {
    const alerts = settings({ rules: [], webhooks: [{ id: 'hook', url: 'https://ann:hidden@example.org/' }] })
    expect(JSON.stringify([alertFlaws(alerts), refuseBadRules(alerts)])).not.toContain('hidden')
  })

  it('has its secret in a file with a whole path', () =>
    expect(hook('https://example.org/', { secretFile: 'secret' })).toEqual(['webhooks 0 secretFile']))
})

describe('a command', () => {
  const command = (...argv: string[]): string[] => flaws({ rules: [], commands: [{ id: 'say', argv }] })

  it('is named by its whole path', () => {
    expect(command('/usr/bin/notify-send', 'x')).toEqual([])
    expect(command('C:\\Windows\\x.exe')).toEqual([])
    expect([command('notify-send'), command('./x'), command('../x')].flat()).toEqual(Array(3).fill('commands 0 argv'))
  })
})

it('wants a name of its own for each channel', () => {
  const url = 'https://example.org/'
  const commands = [{ id: 'say', argv: ['/bin/true'] }]
  expect(flaws({ rules: [], webhooks: [{ id: 'say', url }], commands })).toEqual(['webhooks 0 id', 'commands 0 id'])
  expect(flaws({ rules: [], webhooks: [{ id: 'desktop', url }] })).toEqual(['webhooks 0 id'])
})

describe('a file that a person wrote', () => {
  const written: Written = {
    rules: [
      { ...rule, id: 'bad', channels: ['hook'] },
      rule,
      { ...rule, id: 'worse', above: 200 },
      { ...rule, id: 'off', enabled: false },
    ],
    webhooks: [{ id: 'hook', url: 'http://example.org/' }],
  }

  it('has all in force that can work, and says of the others why not', () => {
    expect(rulesInForce(settings(written)).map(({ id }) => id)).toEqual(['full'])
    expect(checkRules(settings(written)).map(({ problem }) => problem)).toEqual([
      'channel "hook": http to another machine can be read and changed on its way; give an https address',
      null,
      '200 percent of it can never be reached; give 100 or less',
      null,
    ])
    expect(rulesInForce({ ...settings(written), enabled: false })).toEqual([])
  })

  it('is refused where it is set', () => {
    expect(refuseBadRules(settings(written))).toEqual({
      ok: false,
      problem: {
        code: 'alert-rules',
        thing: 'alert rule "worse", above',
        cause: '200 percent of it can never be reached (and 1 more)',
        remedy: 'give 100 or less',
      },
    })
  })
})
