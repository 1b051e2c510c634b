import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { preflight, type PreflightCheck, type PreflightInput } from './preflight.ts'

let root: string
let project: string
let env: Record<string, string>
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'baton-preflight-')))
  project = join(root, 'project')
  await mkdir(project)
  env = { HOME: join(root, 'home'), ANTHROPIC_AUTH_TOKEN: 'very-secret' }
  await state({ hasCompletedOnboarding: true, projects: { [project]: { hasTrustDialogAccepted: true } } })
  return () => rm(root, { recursive: true })
})

async function put(path: string, content: unknown): Promise<string> {
  const file = join(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const state = (content: unknown) => put('home/.claude.json', content)
const settings = (content: unknown) => put('home/.claude/settings.json', content)

async function check(name: PreflightCheck['name'], more: Partial<PreflightInput> = {}): Promise<PreflightCheck> {
  const checks = await preflight({ cwd: project, env, organisation: join(root, 'managed'), uid: 1000, ...more })
  expect(JSON.stringify(checks)).not.toContain('secret')
  const found = checks.find((entry) => entry.name === name)
  if (!found) throw new Error(`no check "${name}"`)
  expect(found.remedy === '').toBe(found.ok === 'ok')
  return found
}

it('finds nothing wrong with a user who is ready', async () => {
  const checks = await preflight({ cwd: project, env, organisation: join(root, 'managed') })
  expect(checks.map((entry) => entry.ok)).toEqual(checks.map(() => 'ok'))
  expect(checks).toHaveLength(6)
})

describe('login', () => {
  it('is missing where there is nothing to log in with', async () => {
    env = { HOME: join(root, 'home'), ANTHROPIC_AUTH_TOKEN: '' }
    expect(await check('login')).toMatchObject({ ok: 'problem', remedy: expect.stringContaining('/login') })
  })

  it.each(['CLAUDE_CODE_OAUTH_TOKEN', 'CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX'])(
    'may be by %s',
    async (name) => {
      env = { HOME: join(root, 'home'), [name]: 'secret' }
      expect(await check('login')).toMatchObject({ ok: 'ok', said: `found ${name}` })
    },
  )

  it('may be by an account, a helper or a file', async () => {
    env = { HOME: join(root, 'home') }
    await state({ oauthAccount: { emailAddress: 'secret@example.org' } })
    await settings({ apiKeyHelper: '/bin/secret' })
    await put('home/.claude/.credentials.json', 'secret')
    const { said } = await check('login')
    expect(said).toContain('an account in')
    expect(said).toContain('apiKeyHelper in')
    expect(said).toContain('.credentials.json')
  })

  it('by an API key needs an answer given before', async () => {
    const key = 'sk-ant-secret-0123456789abcdefghij'
    env = { HOME: join(root, 'home'), ANTHROPIC_API_KEY: key }
    expect(await check('login')).toMatchObject({ ok: 'problem', said: expect.stringContaining('it would ask') })
    await state({ customApiKeyResponses: { approved: [key.slice(-20)], rejected: [] } })
    expect(await check('login')).toMatchObject({ ok: 'ok', said: 'found ANTHROPIC_API_KEY' })
    await state({ customApiKeyResponses: { rejected: [key.slice(-20)] } })
    expect(await check('login')).toMatchObject({ ok: 'problem', said: expect.stringContaining('not logged in') })
    env['CLAUDE_CODE_OAUTH_TOKEN'] = 'secret'
    expect(await check('login')).toMatchObject({ ok: 'ok', said: 'found CLAUDE_CODE_OAUTH_TOKEN' })
  })
})

describe('onboarding', () => {
  it.each([{}, '{"broken', { hasCompletedOnboarding: 'yes' }])('is still to do with %j', async (content) => {
    await state(content)
    expect(await check('onboarding')).toMatchObject({ ok: 'problem', said: expect.stringContaining('.claude.json') })
  })

  it('is looked for where CLAUDE_CONFIG_DIR says', async () => {
    env['CLAUDE_CONFIG_DIR'] = join(root, 'moved')
    expect((await check('onboarding')).ok).toBe('problem')
    await put('moved/.claude.json', { hasCompletedOnboarding: true })
    expect((await check('onboarding')).ok).toBe('ok')
  })
})

describe('folder trusted', () => {
  const trust = (...folders: string[]) =>
    state({ projects: Object.fromEntries(folders.map((path) => [path, { hasTrustDialogAccepted: true }])) })

  it('is by the real path', async () => {
    await symlink(project, join(root, 'link'))
    expect((await check('folder trusted', { cwd: join(root, 'link') })).ok).toBe('ok')
    await trust(join(root, 'link'))
    expect(await check('folder trusted', { cwd: join(root, 'link') })).toMatchObject({
      ok: 'problem',
      remedy: expect.stringContaining(project),
    })
  })

  it('counts a folder above, outside a repository any', async () => {
    await mkdir(join(project, 'a/b'), { recursive: true })
    expect((await check('folder trusted', { cwd: join(project, 'a/b') })).ok).toBe('ok')
    await trust(join(project, 'a/b'))
    expect((await check('folder trusted')).ok).toBe('problem')
  })

  it('counts none above the root of a repository', async () => {
    await put('project/.git/HEAD', '')
    await mkdir(join(project, 'a'))
    expect((await check('folder trusted', { cwd: join(project, 'a') })).ok).toBe('ok')
    await trust(root)
    expect((await check('folder trusted', { cwd: join(project, 'a') })).ok).toBe('problem')
    expect((await check('folder trusted')).ok).toBe('problem')
  })

  it('counts the main repository of a worktree', async () => {
    await put('tree/.git', `gitdir: ${project}/.git/worktrees/tree\n`)
    expect((await check('folder trusted', { cwd: join(root, 'tree') })).ok).toBe('ok')
  })
})
