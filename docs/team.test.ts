import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Settings } from '../contract/settings.ts'
import { SENSITIVE_KEYS } from '../main/otlp/sensitive-keys.ts'
import { signalAddresses } from '../main/telemetry/forward/address.ts'
import { readForwardHeaders } from '../main/telemetry/forward/headers.ts'
import { ownEvents } from '../main/telemetry/forward/own-events.ts'
import { EVENTS } from '../main/telemetry/forward/run-events-for-tests.ts'

const page = readFileSync(new URL('team.md', import.meta.url), 'utf8')

function blocks(language: string): string[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)^```/gms)].flatMap(([, name, text]) =>
    name === language ? [text ?? ''] : [],
  )
}

it('its settings are taken', () => {
  const forwards = blocks('json').map((text) => Settings.parse(JSON.parse(text)).telemetry.forward)
  expect(forwards).toHaveLength(2)
  for (const forward of forwards) expect(signalAddresses(forward?.endpoint ?? '')).toMatchObject({ ok: true })
})

it('its table has every setting once', () => {
  const { forward } = Settings.parse({ telemetry: { forward: { endpoint: 'https://example.com' } } }).telemetry
  const rows = page.split('\n').flatMap((line) => /^\| `(\w+)` \| ([^|]+) \|/.exec(line)?.[1] ?? [])
  expect(rows.toSorted()).toEqual(Object.keys(forward ?? {}).toSorted())
  expect(page).toContain(`| \`queueMegabytes\` | ${forward?.queueMegabytes} |`)
})

it('its headers are read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-docs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const headersFile = join(folder, 'headers')
  const [file = ''] = blocks('headers')
  writeFileSync(headersFile, file)
  chmodSync(headersFile, 0o600)
  const value = { authorization: 'Bearer 0123456789abcdef' }
  expect(await readForwardHeaders({ headersFile, headersVariable: null }, {})).toEqual({ ok: true, value })
  const [, name = '', text = ''] = /export (\w+)="([^"]+)"/.exec(page) ?? []
  expect(await readForwardHeaders({ headersFile: null, headersVariable: name }, { [name]: text })).toEqual({
    ok: true,
    value: { authorization: `Basic ${Buffer.from('123456:glc_example').toString('base64')}` },
  })
})

it('names all that is redacted', () => {
  const [, list = ''] = /unless it is an event's name:\n\n(.+?)\n\n/s.exec(page) ?? []
  expect(list.match(/[^\s`]+/g)).toEqual([...SENSITIVE_KEYS])
})

it('names every event of Baton’s own, and all that stands beside it', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `baton.'))
  const told = EVENTS.map((event) => ownEvents(event)).filter((event) => event !== null)
  const named = new Map(rows.map((row) => [/`(.+?)`/.exec(row)?.[1], row]))
  expect([...named.keys()].toSorted()).toEqual(told.map(({ name }) => name).toSorted())
  const silent = told.flatMap(({ name, attributes }) =>
    Object.keys(attributes)
      .filter((key) => key !== 'baton.series' && !named.get(name)?.includes(`\`${key}\``))
      .map((key) => `${name}: ${key}`),
  )
  // It says "the same" of what was stopped.
  expect(silent.filter((text) => !text.startsWith('baton.series.stopped'))).toEqual([])
})
