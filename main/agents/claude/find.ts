import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { failure, success, type Outcome } from '../../../contract/problem.ts'

/** The version whose behaviour this folder was written against and is tested with. */
export const KNOWN_VERSION = '2.1.330'
/** A cold start from a slow disk takes seconds; more is a program that waits for something. */
const VERSION_LIMIT_MS = 10_000
const INSTALL = 'install Claude Code (https://code.claude.com/docs) or name it with --claude PATH'

export interface FoundClaude {
  path: string
  /** "2.1.330". */
  version: string
  /** Set when the version is not the one Baton was tested with. */
  warning: string | null
}

/**
 * Finds the agent's program and asks its version.
 * `claudePath` is absolute or a name to look for on the PATH of `env`; default `claude`.
 * Problems: `claude-missing`, `claude-broken`.
 */
export async function findClaude(input: {
  claudePath?: string | undefined
  env: Record<string, string>
}): Promise<Outcome<FoundClaude>> {
  const wanted = input.claudePath ?? 'claude'
  const path = await locate(wanted, input.env['PATH'] ?? '')
  if (path === null) return failure('claude-missing', wanted, whyMissing(wanted), INSTALL)
  const asked = await askVersion(path, input.env)
  if (!asked.ok) return asked
  const version = asked.value
  const warning = version === KNOWN_VERSION ? null : `${path} is ${version}; Baton was tested with ${KNOWN_VERSION}`
  return success({ path, version, warning })
}

async function locate(wanted: string, searchPath: string): Promise<string | null> {
  if (isAbsolute(wanted)) return (await isProgram(wanted)) ? wanted : null
  // A relative path has no meaning here: the core does not run in the caller's folder.
  if (/[\\/]/.test(wanted)) return null
  const names = process.platform === 'win32' ? [`${wanted}.exe`, `${wanted}.cmd`] : [wanted]
  const places = searchPath.split(delimiter).filter(isAbsolute)
  const found = await Promise.all(
    places
      .flatMap((place) => names.map((name) => join(place, name)))
      .map(async (at) => ((await isProgram(at)) ? at : null)),
  )
  return found.find((at) => at !== null) ?? null
}

async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return false
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function whyMissing(wanted: string): string {
  if (isAbsolute(wanted)) return 'there is no program at this path'
  return /[\\/]/.test(wanted) ? 'the path is not absolute' : 'it is not on the PATH'
}

function askVersion(path: string, caller: Record<string, string>): Promise<Outcome<string>> {
  // Only what a launcher script needs to find its interpreter and its installation.
  const kept = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'LOCALAPPDATA', 'APPDATA']
  const env = Object.fromEntries(Object.entries(caller).filter(([name]) => kept.includes(name)))
  return new Promise((resolve) => {
    execFile(path, ['--version'], { env, timeout: VERSION_LIMIT_MS, killSignal: 'SIGKILL' }, (error, said) => {
      const version = /^(\d+\.\d+\.\d+\S*) \(Claude Code\)/.exec(said.trim())?.[1]
      if (error === null && version !== undefined) return resolve(success(version))
      resolve(failure('claude-broken', path, whyBroken(error), INSTALL))
    })
  })
}

function whyBroken(error: (Error & { killed?: boolean; code?: unknown }) | null): string {
  if (error === null) return '`--version` did not answer as Claude Code does'
  if (error.killed) return `\`--version\` did not answer within ${VERSION_LIMIT_MS / 1000} s`
  return `\`--version\` failed (${String(error.code ?? error.message)})`
}
