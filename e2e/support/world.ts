import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { endProcesses, worldProcesses, WORLD_VARIABLE } from './processes.ts'
import { makeProject, type Project, type ProjectOptions } from './project.ts'

export const REPOSITORY = resolve(import.meta.dirname, '../..')
export const CLAUDE = join(REPOSITORY, 'node_modules/.bin/claude')

/** A machine of its own for a test: home, data folder, environment, projects. Nothing of the real one is seen. */
export interface World {
  root: string
  home: string
  dataDir: string
  /** Built from nothing; for every child of the test. */
  env: Record<string, string>
  project(options: ProjectOptions): Project
  /** Ends every process of this world, and of no other, then removes the folder. */
  close(): Promise<void>
}

export interface WorldOptions {
  /** The scripted model's. */
  modelUrl: string
  env?: Record<string, string>
}

export function makeWorld({ modelUrl, env = {} }: WorldOptions): World {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'baton-world-')))
  const home = join(root, 'home')
  const dataDir = join(root, 'data')
  const temporary = join(root, 'tmp')
  for (const folder of [home, temporary]) mkdirSync(folder)
  const world: World = {
    root,
    home,
    dataDir,
    env: {
      PATH: [join(REPOSITORY, 'node_modules/.bin'), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
      HOME: home,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      TMPDIR: temporary,
      SHELL: '/bin/bash',
      BATON_DATA_DIR: dataDir,
      ANTHROPIC_BASE_URL: modelUrl,
      ANTHROPIC_AUTH_TOKEN: 'test',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      [WORLD_VARIABLE]: root,
      ...env,
    },
    project(options) {
      const project = makeProject(join(root, options.name ?? 'project'), options)
      trust(home, project.path)
      return project
    },
    async close() {
      await endProcesses(() => worldProcesses(root))
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  git(home, ['config', '--global', 'user.name', 'Test'], world.env)
  git(home, ['config', '--global', 'user.email', 'test@example.invalid'], world.env)
  return world
}

/** Spares a session the onboarding and the trust dialog. */
function trust(home: string, project: string): void {
  const file = join(home, '.claude.json')
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {}
  const projects = (known['projects'] ?? {}) as Record<string, unknown>
  const config = {
    ...known,
    hasCompletedOnboarding: true,
    projects: { ...projects, [project]: { hasTrustDialogAccepted: true } },
  }
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 })
}

function git(cwd: string, args: string[], env: Record<string, string>): void {
  execFileSync('git', args, { cwd, env, stdio: 'pipe' })
}
