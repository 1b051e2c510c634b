import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { transcriptChecks } from './transcript-checks.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'baton-doctor-home-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function write(file: string, text = '', changed = '2026-11-20T10:11:12Z'): string {
  const path = join(home, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  utimesSync(path, new Date(changed), new Date(changed))
  return path
}
const check = () => transcriptChecks(join(home, 'data'), { HOME: home, PATH: '' })

it('says for each agent how many there are, where, and how new', async () => {
  write('.claude/projects/-p/1.jsonl', '', '2026-11-19T00:00:00Z')
  write('.claude/projects/-p/2.jsonl')
  write('.codex/sessions/2026/11/20/rollout-2026-11-20T10-00-00-a.jsonl')
  const checks = await check()
  expect(checks.map(({ name, ok }) => `${name} ${ok}`)).toEqual([
    'claude transcripts ok',
    'codex transcripts ok',
    'gemini transcripts ok',
  ])
  const [claude, codex, gemini] = checks
  expect(claude?.said).toBe(`2 files in ${home}/.claude/projects; the newest changed 2026-11-20 10:11 UTC`)
  expect(codex?.said).toBe(`1 file in ${home}/.codex/sessions; the newest changed 2026-11-20 10:11 UTC`)
  expect(gemini?.said).toBe(`none in ${home}/.gemini/tmp`)
})

it('looks into the folders of the settings, too', async () => {
  write('data/settings.json', JSON.stringify({ usage: { folders: { gemini: [join(home, 'more')] } } }))
  write('more/tmp/project/chats/session-2026-11-20T10-11-abc.jsonl')
  const [, , gemini] = await check()
  expect(gemini?.said).toContain(`1 file in ${home}/more/tmp`)
})

it('names a folder that cannot be looked into', async () => {
  mkdirSync(join(home, '.claude'))
  // A link that leads to itself is unreadable for everybody, root too.
  symlinkSync('projects', join(home, '.claude/projects'))
  const checks = await check()
  expect(checks.filter(({ ok }) => ok !== 'ok')).toEqual([
    {
      name: 'claude transcripts',
      ok: 'warning',
      said: `${home}/.claude/projects cannot be read`,
      remedy: expect.stringContaining('let your user read'),
    },
  ])
})

it('says that only hosted sessions are read where that was wanted', async () => {
  write('data/settings.json', JSON.stringify({ usage: { discover: false } }))
  expect(await check()).toMatchObject([{ name: 'transcripts', said: expect.stringContaining('hosted sessions') }])
})
