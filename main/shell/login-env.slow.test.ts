import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { cleanEnvironment } from './login-env.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'baton-login-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const MODULE = fileURLToPath(new URL('login-env.ts', import.meta.url))

/** In a process of its own, whose environment is nothing but what is given here: the shell inherits it. */
function resolved(shell: string, env: Record<string, string> = {}): { env: Record<string, string>; logged: string[] } {
  const script = `
    const { loginEnvironment } = await import(${JSON.stringify(MODULE)})
    const logged = []
    const log = { info() {}, error() {}, warn: (_, message) => logged.push(message) }
    const env = await loginEnvironment({ env: process.env, log, shell: ${JSON.stringify(shell)}, limitMs: 2_000 })
    process.stdout.write(JSON.stringify({ env, logged }))
    process.exit()`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: '/usr/bin:/bin', HOME: folder, ...env },
    encoding: 'utf8',
  })
  return JSON.parse(said) as { env: Record<string, string>; logged: string[] }
}

function shellScript(name: string, lines: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${lines}\n`)
  chmodSync(file, 0o755)
  return file
}

it('is what the profile of a real login shell sets', () => {
  writeFileSync(
    path.join(folder, '.profile'),
    'export FROM_PROFILE=yes\nexport PATH="/opt/tools:$PATH"\nexport ELECTRON_RUN_AS_NODE=1\n',
  )
  const { env, logged } = resolved('/bin/bash', { NODE_OPTIONS: '--no-warnings', ELECTRON_NO_ASAR: '1' })
  expect(logged).toEqual([])
  expect(env).toMatchObject({ FROM_PROFILE: 'yes', HOME: folder })
  expect(env['PATH']).toMatch(/^\/opt\/tools:/)
  const unwanted = [
    'NODE_OPTIONS',
    'ELECTRON_NO_ASAR',
    'ELECTRON_RUN_AS_NODE',
    'DISABLE_AUTO_UPDATE',
    'ZSH_TMUX_AUTOSTART',
  ]
  expect(unwanted.filter((name) => name in env)).toEqual([])
})

it('is that of this process when the shell fails, or hangs', () => {
  const broken = resolved(shellScript('broken', 'exit 3'), { MINE: 'kept', NODE_OPTIONS: '--no-warnings' })
  expect(broken.env).toMatchObject({ MINE: 'kept', PATH: '/usr/bin:/bin' })
  expect(broken.env).not.toHaveProperty('NODE_OPTIONS')
  expect(broken.logged).toHaveLength(1)
  const hanging = resolved(shellScript('hanging', 'exec sleep 600'), { MINE: 'kept' })
  expect(hanging.env).toMatchObject({ MINE: 'kept' })
  expect(hanging.logged).toHaveLength(1)
})

it('has none of what an AppImage sets for itself', () => {
  const appDir = '/tmp/.mount_BatonXy'
  const env = {
    APPDIR: appDir,
    APPIMAGE: '/home/me/Baton.AppImage',
    ARGV0: 'Baton',
    PATH: `${appDir}/usr/bin:/usr/bin:${appDir}`,
    LD_LIBRARY_PATH: `${appDir}/usr/lib`,
    OTHER: `${appDir}Z/kept`,
    'BASH_FUNC_x%%': '() {',
    'ProgramFiles(x86)': 'C:\\Programs',
    HOME: '/home/me',
  }
  expect(cleanEnvironment(env, appDir)).toEqual({
    PATH: '/usr/bin',
    OTHER: `${appDir}Z/kept`,
    'ProgramFiles(x86)': 'C:\\Programs',
    HOME: '/home/me',
  })
})
