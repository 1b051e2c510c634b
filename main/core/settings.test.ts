import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import { openSettings, type SettingsDesk } from './settings.ts'
import { dataFolder } from './testing.ts'

const open: SettingsDesk[] = []
afterEach(() => {
  for (const desk of open.splice(0)) desk.close()
})

const settingsWith = (change: object): Settings => Settings.parse(change)
const fileOf = (dataDir: string): string => path.join(dataDir, 'settings.json')

async function desk(dataDir = dataFolder()) {
  const applied: [Settings, Settings][] = []
  const changed = vi.fn<() => void>()
  const made = await openSettings({
    dataDir,
    applied: (before, after) => void applied.push([before, after]),
    changed,
    fault: (error) => {
      throw error
    },
  })
  open.push(made)
  return { desk: made, dataDir, file: fileOf(dataDir), applied, changed }
}

describe('settings', () => {
  it('are the defaults without a file, and none is made', async () => {
    const { desk: it, file, dataDir } = await desk()
    expect(it.state()).toEqual({ settings: settingsWith({}), revision: '', file, problem: null })
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('are written for their owner alone, applied and given back with a new revision', async () => {
    const { desk: it, file, applied, changed } = await desk()
    const wanted = settingsWith({ policy: { thresholdPercent: 50 } })
    const set = await it.set(wanted, '')
    expect(set).toMatchObject({ ok: true, value: { settings: wanted, problem: null } })
    expect(set).toEqual({ ok: true, value: it.state() })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(applied).toEqual([[settingsWith({}), wanted]])
    expect(changed).toHaveBeenCalledTimes(1)
    expect(await it.set(settingsWith({}), it.state().revision)).toMatchObject({ ok: true })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(settingsWith({}))
  })

  it('that another changed meanwhile are not overwritten, and are told', async () => {
    const { desk: it, file, dataDir } = await desk()
    writeFileSync(file, '{"policy":{"maxSessions":3}}')
    const refused = await it.set(settingsWith({ policy: { maxSessions: 9 } }), '')
    expect(refused).toMatchObject({ ok: false, problem: { code: 'settings-changed' } })
    expect(readFileSync(file, 'utf8')).toBe('{"policy":{"maxSessions":3}}')
    expect(it.state().settings.policy).toEqual({ maxSessions: 3 })
    const two = await Promise.all(
      [5, 6].map((maxSessions) => it.set(settingsWith({ policy: { maxSessions } }), it.state().revision)),
    )
    expect(two.map((one) => one.ok)).toEqual([true, false])
    expect(readdirSync(dataDir)).toEqual(['settings.json'])
  })

  it('changed by hand are noticed and applied', async () => {
    const { desk: it, file, applied } = await desk()
    writeFileSync(file, '{"appearance":{"theme":"dark"}}')
    await expect.poll(() => it.state().settings.appearance.theme).toBe('dark')
    rmSync(file)
    await expect.poll(() => it.state()).toMatchObject({ revision: '', settings: { appearance: { theme: 'system' } } })
    expect(applied).toHaveLength(2)
  })

  it('that cannot be used leave the last good ones in force and say why', async () => {
    const { desk: it, file, applied } = await desk()
    await it.set(settingsWith({ policy: { maxSessions: 3 } }), '')
    const good = it.state()
    writeFileSync(file, '{"policy":{"maxSesions":4}}')
    await it.look()
    expect(it.state()).toMatchObject({
      settings: good.settings,
      problem: { code: 'settings-malformed', thing: file, cause: expect.stringContaining('maxSesions') as string },
    })
    expect(it.state().revision).not.toBe(good.revision)
    expect(applied).toHaveLength(1)
  })

  it('replace a broken file only for one who was told of it, and keep it beside', async () => {
    const dataDir = dataFolder()
    writeFileSync(fileOf(dataDir), '{ broken')
    const { desk: it } = await desk(dataDir)
    expect(it.state()).toMatchObject({ settings: settingsWith({}), problem: { code: 'settings-malformed' } })
    expect(await it.set(settingsWith({}), '')).toMatchObject({ ok: false, problem: { code: 'settings-changed' } })
    expect(readFileSync(fileOf(dataDir), 'utf8')).toBe('{ broken')
    expect(await it.set(settingsWith({}), it.state().revision)).toMatchObject({ ok: true, value: { problem: null } })
    const kept = readdirSync(dataDir).find((name) => name.startsWith('settings.json.broken-')) ?? ''
    expect(readFileSync(path.join(dataDir, kept), 'utf8')).toBe('{ broken')
    expect(statSync(path.join(dataDir, kept)).mode & 0o777).toBe(0o600)
  })

  it('that cannot be written say so, and what was in force stays', async () => {
    const { desk: it, dataDir, changed } = await desk()
    rmSync(dataDir, { recursive: true })
    expect(await it.set(settingsWith({ policy: { maxSessions: 3 } }), '')).toMatchObject({
      ok: false,
      problem: { code: 'settings-not-written' },
    })
    expect(it.state().settings).toEqual(settingsWith({}))
    expect(changed).not.toHaveBeenCalled()
  })
})
