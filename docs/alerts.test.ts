import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { ALERT_FACTS } from '../contract/alert-words.ts'
import { AlertMessage } from '../contract/alerts.ts'
import { Settings } from '../contract/settings.ts'
import { refuseBadRules } from '../main/alerts/rules.ts'
import { signature } from '../main/alerts/webhook.ts'

const page = readFileSync(new URL('alerts.md', import.meta.url), 'utf8')

function block(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1]
  if (found === undefined) throw new Error(`the page has no ${language}`)
  return found
}

it('the page has each fact once, in the words of the settings', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  const told = Object.entries(ALERT_FACTS).map(
    ([fact, { unit, per, help }]) => `| \`${fact}\` | ${unit} | ${per} | ${help} |`,
  )
  expect(rows).toEqual(told)
})

it('its settings can be used', () => {
  const written: unknown = JSON.parse(`{${block('jsonc').replace(/^\/\/.*$/m, '')}}`)
  expect(refuseBadRules(Settings.parse(written).alerts)).toEqual({ ok: true, value: null })
})

it('its message is what is sent', () => {
  expect(AlertMessage.safeParse(JSON.parse(block('json')))).toMatchObject({ success: true })
  expect(Object.keys(JSON.parse(block('json')) as object)).toEqual(
    Object.keys(AlertMessage.shape).filter((field) => field !== 'test'),
  )
})

it('its check takes what Baton signs, and nothing else', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'baton-docs-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = path.join(dir, 'check.mjs')
  writeFileSync(file, block('js'))
  const Check = z.object({ isFromBaton: z.custom<(...args: unknown[]) => boolean>() })
  const { isFromBaton } = Check.parse({ ...((await import(pathToFileURL(file).href)) as object) })
  const [secret, body, now] = ['a secret of some length', '{"id":"ü"}', Date.parse('2026-11-22T12:00:00Z')]
  const timestamp = String(now / 1_000)
  const headers = { 'baton-timestamp': timestamp, 'baton-signature': signature(Buffer.from(secret), timestamp, body) }
  expect(isFromBaton(headers, Buffer.from(body), secret, now)).toBe(true)
  expect(isFromBaton(headers, Buffer.from(`${body} `), secret, now)).toBe(false)
  expect(isFromBaton(headers, Buffer.from(body), 'another secret', now)).toBe(false)
  expect(isFromBaton(headers, Buffer.from(body), secret, now + 301_000)).toBe(false)
  expect(isFromBaton({ ...headers, 'baton-timestamp': '1' }, Buffer.from(body), secret, 1_000)).toBe(false)
  expect(isFromBaton({}, Buffer.from(body), secret, now)).toBe(false)
})
