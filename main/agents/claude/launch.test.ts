import { mkdir, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { prepareLaunch, removeLaunch, type LaunchSpec, type PreparedLaunch } from './launch.ts'

let root: string
let spec: LaunchSpec
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'baton-launch-')))
  await mkdir(join(root, 'home', '.claude'), { recursive: true })
  await mkdir(join(root, 'project'))
  spec = {
    launchId: 'L1',
    sessionId: '11111111-2222-4333-8444-555555555555',
    mode: 'fresh',
    prompt: '-v is no flag here',
    cwd: join(root, 'project'),
    label: 'my-task 1',
    claudePath: '/opt/claude',
    env: { PATH: '/usr/bin:/bin', HOME: join(root, 'home'), CLAUDECODE: '1', LANG: 'C' },
    launchDir: join(root, 'data', 'launches', 'L1'),
    hookUrl: 'http://127.0.0.1:4319/hooks/L1',
    hookToken: 'tok-123',
    dataDir: join(root, 'data'),
    pluginDir: resolve('assets/plugin'),
  }
  return () => rm(root, { recursive: true })
})

async function prepared(more: Partial<LaunchSpec> = {}): Promise<PreparedLaunch> {
  const outcome = await prepareLaunch({ ...spec, ...more })
  if (!outcome.ok) throw new Error(outcome.problem.cause)
  return outcome.value
}

describe('prepareLaunch', () => {
  it('says how to start a fresh session, with nothing that was not asked for', async () => {
    const launch = await prepared()
    expect(launch).toMatchObject({ file: '/opt/claude', cwd: spec.cwd })
    expect(launch.args).toEqual(
      [
        ['--settings', launch.settingsFile, '--session-id', spec.sessionId, '--name', 'my-task 1'],
        ['--plugin-dir', spec.pluginDir, '--', '-v is no flag here'],
      ].flat(),
    )
    expect(launch.env).toEqual({ PATH: '/usr/bin:/bin', HOME: join(root, 'home'), LANG: 'C' })
  })

  it('passes the policy on', async () => {
    const policy = { model: 'opus', permissionMode: 'acceptEdits', allowedTools: 'Bash(*) Read', notes: 'a note' }
    const { args } = await prepared({ mode: 'resume', ...policy })
    const notes = join(spec.launchDir, 'notes.md')
    expect(args.slice(2, 4)).toEqual(['--resume', spec.sessionId])
    expect(args.slice(8)).toEqual(
      [
        ['--permission-mode', 'acceptEdits', '--model', 'opus', '--append-system-prompt-file', notes],
        ['--allowedTools', 'Bash(*) Read', '--', spec.prompt],
      ].flat(),
    )
    expect(await readFile(notes, 'utf8')).toBe('a note')
  })

  it('keeps the bearer in a file of ours alone', async () => {
    const launch = await prepared({ notes: 'n' })
    expect(JSON.stringify([launch.args, launch.env])).not.toContain('tok-123')
    expect(await readFile(launch.settingsFile, 'utf8')).toContain('Bearer tok-123')
    expect((await stat(spec.launchDir)).mode & 0o777).toBe(0o700)
    for (const name of await readdir(spec.launchDir)) {
      expect((await stat(join(spec.launchDir, name))).mode & 0o777).toBe(0o600)
    }
  })

  it('denies the data folder once, by each of its names', async () => {
    const settings = JSON.parse(await readFile((await prepared()).settingsFile, 'utf8'))
    expect(settings.permissions.deny).toEqual([`Read(/${root}/data/**)`, `Edit(/${root}/data/**)`])
  })

  it("takes up the status line of the strongest of the user's files", async () => {
    await writeFile(
      join(root, 'home', '.claude', 'settings.json'),
      '{"statusLine":{"type":"command","command":"users"}}',
    )
    await mkdir(join(spec.cwd, '.claude'))
    await writeFile(join(spec.cwd, '.claude', 'settings.local.json'), '{"statusLine":{"command":"locals"}}')
    const settings = JSON.parse(await readFile((await prepared()).settingsFile, 'utf8'))
    expect(settings.statusLine.command).toContain("'locals'")
    expect(settings.statusLine.command).not.toContain('users')
  })

  it('lets the hooks go past a proxy', async () => {
    const { env } = await prepared({ env: { ...spec.env, HTTPS_PROXY: 'http://proxy:3128' } })
    expect(env).toMatchObject({ NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' })
  })

  it("has telemetry exported by the private settings, unless the user's own say where", async () => {
    const telemetry = { endpoint: 'http://127.0.0.1:5318', launchId: 'L1', seriesId: 'S1', project: 'p', traces: false }
    const launch = await prepared({ telemetry, env: { ...spec.env, HTTPS_PROXY: 'http://proxy:3128' } })
    expect(launch.telemetry).toMatchObject({ to: 'baton' })
    expect(launch.env).toMatchObject({ NO_PROXY: '127.0.0.1' })
    expect(JSON.stringify(launch.env)).not.toContain('OTEL')
    const { env } = JSON.parse(await readFile(launch.settingsFile, 'utf8'))
    expect(env).toMatchObject({ OTEL_EXPORTER_OTLP_ENDPOINT: telemetry.endpoint, CLAUDE_CODE_ENABLE_TELEMETRY: '1' })

    await removeLaunch(spec.launchDir)
    const own = { CLAUDE_CODE_ENABLE_TELEMETRY: '1', OTEL_LOGS_EXPORTER: 'console' }
    const file = join(root, 'home', '.claude', 'settings.json')
    await writeFile(file, JSON.stringify({ env: own }))
    const left = await prepared({ telemetry })
    expect(left.telemetry).toEqual({ to: 'left', where: file, why: 'exports to console' })
    expect(JSON.parse(await readFile(left.settingsFile, 'utf8'))).not.toHaveProperty('env')
  })

  it('refuses a folder that was used before, and leaves it as it is', async () => {
    const { settingsFile } = await prepared()
    const before = await readFile(settingsFile, 'utf8')
    expect(await prepareLaunch({ ...spec, hookToken: 'other' })).toMatchObject({ problem: { thing: settingsFile } })
    expect(await readFile(settingsFile, 'utf8')).toBe(before)
    await removeLaunch(spec.launchDir)
    expect(await readdir(join(root, 'data', 'launches'))).toEqual([])
  })
})
