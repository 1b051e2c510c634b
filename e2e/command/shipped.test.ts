import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import { staleBuilds } from '../../scripts/stale-builds.ts'
import { makeWorld, REPOSITORY, type World } from '../support/world.ts'

const BUILD_LIMIT_MS = 180_000
/** The demo takes under a minute on an idle machine; others may be at work on this one. */
const DEMO_LIMIT_MS = 240_000
const NOBODY = 'http://127.0.0.1:9'

beforeAll(() => {
  // Others read what is built meanwhile: it is left alone when it is new.
  for (const { script } of staleBuilds(REPOSITORY)) {
    execFileSync('npm', ['run', script], { cwd: REPOSITORY, stdio: 'pipe', env: ofThisMachine() })
  }
}, BUILD_LIMIT_MS)

/** Where programs are, and nothing else of this machine. */
function ofThisMachine(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
}

function world(): World {
  const made = makeWorld({ modelUrl: NOBODY })
  onTestFinished(() => made.close())
  return made
}

/** The command as a person types it in the project's folder. */
async function npxBaton(
  { env }: World,
  ...words: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn('npx', ['--no-install', 'baton', ...words], {
    cwd: REPOSITORY,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}

test('the bundled command says its version and its help', async () => {
  const here = world()
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string }
  expect(await npxBaton(here, '--version')).toMatchObject({ code: 0, out: `${version}\n` })
  const help = await npxBaton(here, 'run', '--help')
  expect(help.code).toBe(0)
  expect(help.out).toContain('--threshold-percent')
  expect((await npxBaton(here, 'rum')).code).toBe(2)
})

test(
  'the bundled demo shows the whole loop, says that its model is scripted, and leaves the repository alone',
  async () => {
    const here = world()
    const { code, out, err } = await npxBaton(here, 'demo', '--json')
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('The model is scripted') })
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
    const last = events.at(-1)
    expect(last).toMatchObject({ type: 'series.completed', tasks: { done: 9, open: 0 } })
    const started = events.filter(({ type }) => type === 'session.started')
    expect(started.length).toBeGreaterThanOrEqual(3)
    const receipts = events.filter(({ type }) => type === 'pickup')
    expect(receipts).toHaveLength(started.length)

    const root = /^Folder: (.+)$/m.exec(err)?.[1] ?? ''
    const project = join(root, 'field-guide')
    const files = readdirSync(join(project, 'guide'))
    expect(files).toHaveLength(9)
    for (const file of files) expect(readFileSync(join(project, 'guide', file), 'utf8')).toMatch(/^[^\n]+\n$/)

    const git = (...words: string[]): string =>
      execFileSync('git', ['--no-optional-locks', ...words], { cwd: project, env: here.env })
        .toString()
        .trim()
    expect(git('log', '--branches', '--tags', '--format=%s')).toBe('Start the field guide')
    expect(git('for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/tags', 'refs/stash')).toBe('refs/heads/main')
    expect(git('symbolic-ref', 'HEAD')).toBe('refs/heads/main')
    expect(git('diff', '--cached')).toBe('')
    const verified = events.flatMap((event) => (event.type === 'checkpoint.verified' ? [event.ref] : []))
    expect(verified.length).toBeGreaterThanOrEqual(3)
    expect(
      git('for-each-ref', '--format=%(refname)', '--sort=creatordate', 'refs/baton').split('\n').toSorted(),
    ).toEqual(verified.toSorted())

    expect(processesIn(root)).toEqual([])
    expect(existsSync(join(root, 'data/core.lock'))).toBe(false)
    const report = await npxBaton(here, 'series', 'field-guide', '--report', '--data-dir', join(root, 'data'))
    expect(report.code).toBe(0)
  },
  DEMO_LIMIT_MS,
)

/** Pids that work in a folder. Linux only. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`).startsWith(folder)
    } catch {
      // It ended while we looked.
      return false
    }
  })
}
