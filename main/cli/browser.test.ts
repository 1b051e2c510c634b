import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openBrowser, screenOf } from './browser.ts'

describe('a browser', () => {
  it.each([
    [{}, 'linux', 'none'],
    [{ DISPLAY: '' }, 'linux', 'none'],
    [{ DISPLAY: ':0' }, 'linux', 'here'],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 'here'],
    [{ WSL_DISTRO_NAME: 'Debian' }, 'linux', 'here'],
    [{}, 'darwin', 'here'],
    [{}, 'win32', 'here'],
    [{ SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22', DISPLAY: 'localhost:10.0' }, 'linux', 'ssh'],
    [{ SSH_TTY: '/dev/pts/1' }, 'darwin', 'ssh'],
  ] as const)('with %j on %s is %s', (env, platform, screen) => {
    expect(screenOf(env, platform)).toBe(screen)
  })
})

// `open` comes with an xdg-open of its own, which asks BROWSER when it knows no desktop.
describe.runIf(process.platform === 'linux')('opening', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('starts what the person has for pages, with the address', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baton-browser-'))
    const browser = join(folder, 'browser')
    writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > "${folder}/asked"\n`)
    chmodSync(browser, 0o755)
    vi.stubEnv('BROWSER', browser)
    vi.stubEnv('DISPLAY', '')
    vi.stubEnv('WAYLAND_DISPLAY', '')
    expect(await openBrowser('http://127.0.0.1:4319/#t=code')).toBe(true)
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('http://127.0.0.1:4319/#t=code')
    rmSync(folder, { recursive: true })
  })

  it('says that there is nothing to start', async () => {
    vi.stubEnv('BROWSER', '/no/such/browser')
    vi.stubEnv('DISPLAY', '')
    vi.stubEnv('WAYLAND_DISPLAY', '')
    expect(await openBrowser('http://127.0.0.1:4319/')).toBe(false)
  })
})
