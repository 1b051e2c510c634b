import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { readForwardHeaders } from './headers.ts'

let file = ''

beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-headers-'))
  file = path.join(folder, 'headers')
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

function write(text: string, mode = 0o600): string {
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

const read = (headersFile: string | null, headersVariable: string | null = null, env: Record<string, string> = {}) =>
  readForwardHeaders({ headersFile, headersVariable }, env)

describe('headers for forwarding', () => {
  it('are none where none are named', async () => {
    expect(await read(null)).toEqual({ ok: true, value: {} })
  })

  it('are read from a file, a line each', async () => {
    write('# of the team\r\nDD-API-KEY: hidden:with:colons \r\n\n X-Team:  a b\n')
    expect(await read(file)).toEqual({ ok: true, value: { 'dd-api-key': 'hidden:with:colons', 'x-team': 'a b' } })
  })

  it.each([0o640, 0o604, 0o660, 0o622, 0o644])('are not read from a file of mode %o', async (mode) => {
    const answer = await read(write('x-key: hidden', mode))
    expect(answer).toMatchObject({ ok: false, problem: { code: 'headers-file-open-to-others', thing: file } })
    expect(JSON.stringify(answer)).not.toContain('hidden')
  })

  it('are read from a file that is only to be read', async () => {
    expect(await read(write('x-key: hidden', 0o400))).toMatchObject({ ok: true })
  })

  it('look at the file itself, also behind a link', async () => {
    write('x-key: hidden', 0o644)
    symlinkSync(file, `${file}-link`)
    expect(await read(`${file}-link`)).toMatchObject({ problem: { code: 'headers-file-open-to-others' } })
  })

  it('say what is wrong with the file', async () => {
    expect(await read(file)).toMatchObject({ problem: { code: 'headers-file-missing', thing: file } })
    expect(await read('headers')).toMatchObject({ problem: { code: 'headers-file-unreadable' } })
    expect(await read(path.dirname(file))).toMatchObject({ problem: { code: 'headers-file-unreadable' } })
    expect(await read(write(`a: ${'b'.repeat(70_000)}`))).toMatchObject({
      problem: { code: 'headers-file-unreadable', cause: 'it is larger than 64 KiB' },
    })
  })

  it.each([
    ['x-key hidden', 'line 1 has no colon'],
    ['# fine\nx key: hidden', 'line 2 is no header that HTTP can carry'],
    ['x-key: hidden\u0007', 'line 1 is no header that HTTP can carry'],
    ['x-key: \u20ac hidden', 'line 1 is no header that HTTP can carry'],
    [': hidden', 'line 1 is no header that HTTP can carry'],
    ['Content-Type: hidden', 'line 1: content-type is set by Baton itself'],
    ['Host: hidden', 'line 1: host is set by Baton itself'],
  ])('say where the file is wrong, without the secret: %j', async (text, cause) => {
    const answer = await read(write(text))
    expect(answer).toMatchObject({ ok: false, problem: { code: 'headers-malformed', cause } })
    expect(JSON.stringify(answer)).not.toContain('hidden')
  })

  it('are read from a variable as OpenTelemetry has it, over those of the file', async () => {
    write('Authorization: old\nx-scope: team')
    const env = { HEADERS: 'authorization=Basic%20YTpi%3D, X-Other = 1 ,,' }
    const value = { authorization: 'Basic YTpi=', 'x-scope': 'team', 'x-other': '1' }
    expect(await read(file, 'HEADERS', env)).toEqual({ ok: true, value })
  })

  it.each([
    ['hidden', 'entry 1 has no ='],
    ['a=1,b=%zzhidden', 'entry 2 is not percent-encoded rightly'],
    ['a=hidden%0d%0ax-evil:1', 'entry 1 is no header that HTTP can carry'],
  ])('say where the variable is wrong, without the secret: %j', async (text, cause) => {
    const answer = await read(null, 'HEADERS', { HEADERS: text })
    expect(answer).toMatchObject({ ok: false, problem: { code: 'headers-malformed', thing: 'HEADERS', cause } })
    expect(JSON.stringify(answer)).not.toContain('hidden')
  })

  it('say when the variable is not set', async () => {
    expect(await read(null, 'HEADERS')).toMatchObject({ problem: { code: 'headers-variable-missing' } })
  })

  it('a name of the language is a header like any other', async () => {
    const answer = await read(write('__proto__: x\nconstructor: y'))
    expect(answer.ok && Object.entries(answer.value)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })
})
