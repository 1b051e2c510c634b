import { describe, expect, it } from 'vitest'
import { checkHooks, checkStatusLine } from './preflight-hooks.ts'
import { checkPermissionMode } from './preflight-permissions.ts'
import type { ClaudeSettings, SettingsLayer } from './user-settings.ts'

const URL = 'http://127.0.0.1:4319/hooks/L1'

function layer(kind: SettingsLayer['kind'], settings: ClaudeSettings | null): SettingsLayer {
  return { kind, settings, file: `/${kind}.json` }
}

describe('hooks allowed', () => {
  it('names the file and the key that switch them off', () => {
    expect(checkHooks([layer('user', {}), layer('project', { disableAllHooks: true })], URL)).toMatchObject({
      ok: 'problem',
      said: expect.stringMatching(/"disableAllHooks".*\/project\.json/),
      remedy: expect.stringContaining('/project.json'),
    })
  })

  it('lets the strongest file decide', () => {
    expect(
      checkHooks([layer('user', { disableAllHooks: true }), layer('local', { disableAllHooks: false })], URL).ok,
    ).toBe('ok')
  })

  it('heeds allowManagedHooksOnly of the organisation alone', () => {
    expect(checkHooks([layer('user', { allowManagedHooksOnly: true })], URL).ok).toBe('ok')
    expect(checkHooks([layer('managed', { allowManagedHooksOnly: true })], URL)).toMatchObject({
      ok: 'problem',
      said: expect.stringMatching(/"allowManagedHooksOnly".*\/managed\.json/),
    })
  })

  it('takes all lists of addresses together', () => {
    const user = layer('user', { allowedHttpHookUrls: ['https://hooks.example.com/*', 'http://127x0.0.1:*'] })
    expect(checkHooks([user], URL)).toMatchObject({ ok: 'problem', said: expect.stringContaining('/user.json') })
    expect(checkHooks([layer('user', { allowedHttpHookUrls: [] })], URL).ok).toBe('problem')
    expect(checkHooks([user, layer('local', { allowedHttpHookUrls: ['http://127.0.0.1:*'] })], URL).ok).toBe('ok')
  })

  it('warns of a file it cannot read', () => {
    expect(checkHooks([layer('user', null)], URL)).toMatchObject({
      ok: 'warning',
      said: expect.stringContaining('/user.json'),
    })
  })
})

describe('status line', () => {
  it("may be the organisation's alone", () => {
    const statusLine = { command: 'x' }
    expect(checkStatusLine([layer('user', { statusLine })]).ok).toBe('ok')
    expect(checkStatusLine([layer('managed', { statusLine })])).toMatchObject({
      ok: 'warning',
      said: expect.stringContaining('/managed.json'),
    })
  })
})

describe('permission mode', () => {
  const mode = (name: string | undefined, uid = 1000, env = {}, layers: SettingsLayer[] = []) =>
    checkPermissionMode(name, env, {}, layers, uid)

  it('passes what asks nobody at the start', () => {
    expect(mode(undefined, 0).ok).toBe('ok')
    expect(mode('acceptEdits', 0).ok).toBe('ok')
    expect(mode('yolo')).toMatchObject({ ok: 'warning', remedy: expect.stringContaining('acceptEdits') })
  })

  it('refuses bypassPermissions as root, but in a sandbox', () => {
    expect(mode('bypassPermissions', 0)).toMatchObject({ ok: 'problem', said: expect.stringContaining('root') })
    const user = layer('user', { skipDangerousModePermissionPrompt: true })
    expect(mode('bypassPermissions', 0, { IS_SANDBOX: '1' }, [user]).ok).toBe('ok')
  })

  it('wants bypassPermissions accepted before, and not by the project', () => {
    const settings = { skipDangerousModePermissionPrompt: true }
    expect(mode('bypassPermissions')).toMatchObject({ ok: 'problem', said: expect.stringContaining('ask') })
    expect(mode('bypassPermissions', 1000, {}, [layer('project', settings)]).ok).toBe('problem')
    expect(mode('bypassPermissions', 1000, {}, [layer('local', settings)]).ok).toBe('ok')
    expect(checkPermissionMode('bypassPermissions', {}, { bypassPermissionsModeAccepted: true }, [], 1000).ok).toBe(
      'ok',
    )
  })
})
