import { spawn } from 'node:child_process'
import { accessSync, closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, Problem, success, type Outcome } from '../../contract/problem.ts'
import { folderProblem } from '../store/folder-problem.ts'
import { folderFreed, liveCore, type CoreHandle } from './core-access.ts'
import { plainEnvironment } from './output.ts'

/** A first start migrates the store and recovers series; a slow disk needs most of this. */
const START_LIMIT_MS = 30_000
const LOOK_AGAIN_MS = 50
/** The usual ones belong to `serve` and the desktop. */
const FREE_PORTS = ['--port', '0', '--otlp-http-port', '0', '--otlp-grpc-port', '0']
/** A brief command may hold the folder just when the new core wants it. */
const ATTEMPTS = 2

/**
 * The live core, or a new one in its own process without a controlling terminal: closing the terminal
 * ends neither it nor what it runs. It ends by itself after its last series and client.
 */
export async function ensureCore(dataDir: string, env: NodeJS.ProcessEnv, entry: string): Promise<Outcome<CoreHandle>> {
  let outcome: Outcome<CoreHandle> = failure('core-not-started', 'baton core', 'it was not started', 'try again')
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const freed = await folderFreed(dataDir, 5_000)
    if (!freed.ok) return freed
    if (freed.value !== null) return success(freed.value)
    outcome = await startCore(dataDir, env, entry)
    if (outcome.ok || outcome.problem.code !== 'data-folder-locked') return outcome
  }
  return outcome
}

async function startCore(dataDir: string, env: NodeJS.ProcessEnv, entry: string): Promise<Outcome<CoreHandle>> {
  const opened = openLog(dataDir)
  if (!opened.ok) return opened
  const { path, descriptor } = opened.value
  const startsAt = fstatSync(descriptor).size
  const child = spawn(
    process.execPath,
    [...process.execArgv, entry, 'serve', '--idle-exit', ...FREE_PORTS, '--data-dir', dataDir],
    { cwd: dataDir, detached: true, stdio: ['ignore', descriptor, descriptor], env: plainEnvironment(env) },
  )
  closeSync(descriptor)
  let gone = false
  child.on('error', () => (gone = true))
  child.on('exit', () => (gone = true))
  child.unref()
  const until = Date.now() + START_LIMIT_MS
  while (Date.now() < until) {
    const endedBefore = gone
    const core = await liveCore(dataDir)
    if (core !== null) return success(core)
    if (endedBefore) return { ok: false, problem: problemInLog(path, startsAt) }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  return failure('core-not-started', 'baton core', `it did not answer within ${START_LIMIT_MS / 1000} s`, `see ${path}`)
}

function openLog(dataDir: string): Outcome<{ path: string; descriptor: number }> {
  const path = join(dataDir, 'logs', 'core-output.log')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    // Making a folder in one that cannot be written fails with a misleading ENOENT.
    accessSync(dataDir, constants.W_OK)
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 })
    return success({ path, descriptor: openSync(path, 'a', 0o600) })
  } catch (error) {
    return { ok: false, problem: folderProblem(error as NodeJS.ErrnoException, dataDir) }
  }
}

/** The problem that the ended core wrote as a JSON line, else its last words. */
export function problemInLog(path: string, startsAt: number): Problem {
  const lines = readFileSync(path)
    .subarray(startsAt)
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  for (const line of lines.toReversed()) {
    const problem = Problem.safeParse(parsed(line))
    if (problem.success) return problem.data
  }
  const last = lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? 'without a word'
  return {
    code: 'core-not-started',
    thing: 'baton core',
    cause: `it ended at its start (${last.trim()})`,
    remedy: `see ${path}`,
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
