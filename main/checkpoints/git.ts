import { devNull } from 'node:os'
import type { GitResult } from './git-process.ts'
import { runInThread } from './git-thread.ts'

export type { GitResult } from './git-process.ts'

/** Runs git with these arguments. Never rejects: what went wrong is in the result. */
export type Git = (
  args: string[],
  options?: { env?: Record<string, string>; input?: Buffer | string },
) => Promise<GitResult>

/** Limit for all the git calls of one snapshot or comparison together; a repository that needs more is done without. */
export const GIT_LIMIT_MS = 30_000

/** Output beyond this is cut: lists of paths of the largest repositories stay under it. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/**
 * Nothing of the user's set-up may run, sign, convert in a way that fails, or tidy up. New objects and refs are
 * flushed to disk: a checkpoint must outlive a power cut.
 */
const SETTINGS = [
  `core.hooksPath=${devNull}`,
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.splitIndex=false',
  'core.safecrlf=false',
  'core.logAllRefUpdates=false',
  'core.fsync=objects,reference',
  'core.fsyncMethod=batch',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'i18n.commitEncoding=UTF-8',
  'advice.addEmbeddedRepo=false',
].flatMap((setting) => ['-c', setting])

/** What git needs of the environment to find itself and the user's configuration. */
const PASSED_ON = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'USERPROFILE', 'SystemRoot', 'TMPDIR', 'TEMP']

/** A runner of git in one folder; all its calls together may take `limitMs`. */
export function gitIn(folder: string, limitMs = GIT_LIMIT_MS, maxOutputBytes = MAX_OUTPUT_BYTES): Git {
  const deadline = performance.now() + limitMs
  return (args, options = {}) =>
    runInThread({
      folder,
      args: ['--no-pager', ...SETTINGS, ...args],
      // What a limit's or failure's sentence calls it.
      name: `git ${args[0] ?? ''}`,
      env: { ...baseEnvironment(), ...options.env },
      input: options.input ?? '',
      limitMs,
      leftMs: Math.max(0, deadline - performance.now()),
      maxOutputBytes,
    })
}

function baseEnvironment(): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(passed), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' }
}

/** One line of output, or null when git failed or said nothing. */
export function lineOf(result: GitResult): string | null {
  const line = result.stdout.toString().trim()
  return result.code === 0 && line !== '' ? line : null
}

/** NUL-separated fields as bytes: a path need not be UTF-8. */
export function fieldsOf(result: GitResult): Buffer[] {
  const fields: Buffer[] = []
  let from = 0
  for (let at = result.stdout.indexOf(0); at !== -1; at = result.stdout.indexOf(0, from)) {
    fields.push(result.stdout.subarray(from, at))
    from = at + 1
  }
  return fields
}
