import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { foldersUpToRoot, managedDir, settingsLayers } from './user-settings.ts'

let root: string
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'baton-layers-')))
  return () => rm(root, { recursive: true })
})

async function put(path: string, content: string): Promise<string> {
  const file = join(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
  return file
}

const layers = () => settingsLayers(join(root, 'config'), join(root, 'project'), join(root, 'managed'))

describe('settingsLayers', () => {
  it('reads what exists, weakest first', async () => {
    await put('managed/managed-settings.d/20.json', '{}')
    await put('managed/managed-settings.d/10.json', '{"allowManagedHooksOnly":true}')
    await put('managed/managed-settings.d/notes.txt', '{}')
    await put('managed/managed-settings.json', '{}')
    await put('project/.claude/settings.local.json', '{"statusLine":{"type":"command","command":"b","padding":1}}')
    await put('config/settings.json', '{"disableAllHooks":true,"theme":"dark"}')
    const found = await layers()
    expect(found.map((layer) => [layer.kind, layer.file.slice(root.length + 1)])).toEqual([
      ['user', 'config/settings.json'],
      ['local', 'project/.claude/settings.local.json'],
      ['managed', 'managed/managed-settings.json'],
      ['managed', 'managed/managed-settings.d/10.json'],
      ['managed', 'managed/managed-settings.d/20.json'],
    ])
    expect(found[0]?.settings).toEqual({ disableAllHooks: true })
    expect(found[1]?.settings?.statusLine).toEqual({ type: 'command', command: 'b', padding: 1 })
  })

  it('takes a broken file or value as not said', async () => {
    await put('config/settings.json', '{"disableAllHooks":"yes","statusLine":7,"allowedHttpHookUrls":["a"]}')
    await put('project/.claude/settings.json', '{"disableAllHooks":')
    const found = await layers()
    expect(found[0]?.settings).toEqual({ allowedHttpHookUrls: ['a'] })
    expect(found[1]?.settings).toBeNull()
  })

  it('does not keep what an apiKeyHelper is', async () => {
    await put('config/settings.json', '{"apiKeyHelper":"/bin/secret"}')
    expect(JSON.stringify(await layers())).not.toContain('/bin/secret')
    expect((await layers())[0]?.settings?.apiKeyHelper).toBe(true)
  })

  it('knows where telemetry is sent, and of secrets only that they are there', async () => {
    const env = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=s3cret', OTEL_METRIC_EXPORT_INTERVAL: 1000, OTHER: 'x' }
    await put('config/settings.json', JSON.stringify({ env: { ...env, CLAUDE_CODE_ENABLE_TELEMETRY: '1' } }))
    expect((await layers())[0]?.settings?.env).toEqual({
      OTEL_EXPORTER_OTLP_HEADERS: '(set)',
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    })
  })
})

describe('foldersUpToRoot', () => {
  it('ends at the root of the repository', async () => {
    await put('repo/.git/HEAD', '')
    await put('repo/a/b/file', '')
    expect(await foldersUpToRoot(join(root, 'repo/a/b'))).toEqual(
      ['repo/a/b', 'repo/a', 'repo'].map((path) => join(root, path)),
    )
  })

  it('is the folder alone outside a repository', async () => {
    await put('plain/a/file', '')
    expect(await foldersUpToRoot(join(root, 'plain/a'))).toEqual([join(root, 'plain/a')])
  })
})

it('knows the place of each platform', () => {
  expect(['linux', 'darwin', 'win32'].map((name) => managedDir(name as NodeJS.Platform))).toEqual([
    '/etc/claude-code',
    '/Library/Application Support/ClaudeCode',
    'C:\\Program Files\\ClaudeCode',
  ])
})
