import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { assignment, quoted, SHELLS, takenUp, usualShell, type Shell } from './shell-words.ts'

/** All that some shell gives a meaning to, and a line's end. */
const ODD = `it's "a" $HOME \`x\` \\ \\\\ %PATH% !! & | ; < > ( ) { } * ? ~ # 'é' \n next`
const PROGRAM: Record<Shell, string[]> = {
  bash: ['bash', '--norc', '-c'],
  zsh: ['zsh', '-f', '-c'],
  fish: ['fish', '--no-config', '-c'],
  powershell: ['pwsh', '-NoProfile', '-Command'],
}
const ENV = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TERM: 'dumb' }

describe.each(SHELLS)('%s', (shell) => {
  const [program = '', ...flags] = PROGRAM[shell]
  const missing = spawnSync(program, ['--version'], { env: ENV }).error !== undefined

  it.skipIf(missing)('hands any value on to what it starts (skipped where the shell is not installed)', () => {
    const print = `${shell === 'powershell' ? '& ' : ''}'${process.execPath}' -p 'JSON.stringify(process.env.ODD)'`
    const script = `${assignment(shell, 'ODD', ODD)}\n${print}`
    expect(JSON.parse(execFileSync(program, [...flags, script], { env: ENV, encoding: 'utf8' }))).toBe(ODD)
  })
})

it('quotes by the rules of each shell', () => {
  expect(quoted('bash', "a'b\\c")).toBe(`'a'\\''b\\c'`)
  expect(quoted('zsh', "a'b")).toBe(`'a'\\''b'`)
  expect(quoted('fish', "a'b\\c")).toBe(`'a\\'b\\\\c'`)
  expect(quoted('powershell', "a'b’c\\d")).toBe(`'a''b’’c\\d'`)
})

it('says how each takes up what is printed', () => {
  expect(SHELLS.map((shell) => takenUp(shell, 'baton env'))).toEqual([
    'eval "$(baton env)"',
    'eval "$(baton env)"',
    'baton env | source',
    'baton env | Out-String | Invoke-Expression',
  ])
  expect(SHELLS.map((shell) => assignment(shell, 'A', 'b'))).toEqual([
    "export A='b'",
    "export A='b'",
    "set -gx A 'b'",
    "$env:A = 'b'",
  ])
})

it('takes the shell of the person, else the usual one of the system', () => {
  expect(usualShell({ SHELL: '/usr/bin/fish' }, 'linux')).toBe('fish')
  expect(usualShell({ SHELL: '/bin/dash' }, 'linux')).toBe('bash')
  expect(usualShell({}, 'darwin')).toBe('bash')
  expect(usualShell({}, 'win32')).toBe('powershell')
})
