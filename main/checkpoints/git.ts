import { spawn } from 'node:child_process'
import { devNull } from 'node:os'

export interface GitResult {
  /** Null: git did not run to its end (not installed, out of time, killed). */
  code: number | null
  stdout: Buffer
  /** True when `stdout` was cut at the limit. */
  truncated: boolean
  /** Why it failed in git's own words, one line; empty on success. */
  why: string
}

/** Runs git with these arguments. Never rejects: what went wrong is in the result. */
export type Git = (
  args: string[],
  options?: { env?: Record<string, string>; input?: Buffer | string },
) => Promise<GitResult>

/** Limit for all the git calls of one snapshot or comparison together; a repository that needs more is done without. */
export const GIT_LIMIT_MS = 30_000

/** Output beyond this is cut: lists of paths of the largest repositories stay under it. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** Time that git gets to take its lock files away after SIGTERM. */
const GRACE_MS = 2_000

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
    new Promise((resolve) => {
      const child = spawn('git', ['--no-pager', ...SETTINGS, ...args], {
        cwd: folder,
        env: { ...baseEnvironment(), ...options.env },
        stdio: ['pipe', 'pipe', 'pipe'],
        // A group of its own: filters that git starts end with it, and nothing can ask on the terminal.
        detached: process.platform !== 'win32',
        windowsHide: true,
      })
      const out: Buffer[] = []
      let outBytes = 0
      let errors = ''
      const timer = setTimeout(
        () => {
          end(child.pid, 'SIGTERM')
          setTimeout(() => end(child.pid, 'SIGKILL'), GRACE_MS).unref()
          finish(null, `git ${args[0] ?? ''} did not end within ${Math.round(limitMs / 1000)} s`)
        },
        Math.max(0, deadline - performance.now()),
      )
      const finish = (code: number | null, why: string) => {
        clearTimeout(timer)
        const truncated = outBytes > maxOutputBytes
        resolve({ code, stdout: Buffer.concat(out).subarray(0, maxOutputBytes), truncated, why })
      }
      child.stdout.on('data', (chunk: Buffer) => {
        if (outBytes <= maxOutputBytes) out.push(chunk)
        outBytes += chunk.length
      })
      child.stderr.on('data', (chunk: Buffer) => {
        if (errors.length < MAX_ERROR_CHARACTERS) errors += chunk.toString()
      })
      child.on('error', (error) => finish(null, `git cannot be run (${error.message})`))
      child.on('close', (code, signal) =>
        finish(code, code === 0 ? '' : (firstError(errors) ?? `git ${args[0] ?? ''} ended with ${code ?? signal}`)),
      )
      // git may end without reading its input; the exit code says what happened.
      child.stdin.on('error', () => undefined)
      child.stdin.end(options.input ?? '')
    })
}

const MAX_ERROR_CHARACTERS = 10_000

function baseEnvironment(): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(passed), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' }
}

function firstError(errors: string): string | null {
  const lines = errors.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('warning:'))
  const line = lines.find((one) => /^(fatal|error):/.test(one)) ?? lines[0]
  return line === undefined ? null : line.replace(/^(fatal|error): /, '').trim()
}

function end(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // It has ended meanwhile.
  }
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
