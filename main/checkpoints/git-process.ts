import { spawn } from 'node:child_process'

export interface GitResult {
  /** Null: git did not run to its end (not installed, out of time, killed). */
  code: number | null
  stdout: Buffer
  /** True when `stdout` was cut at the limit. */
  truncated: boolean
  /** Why it failed in git's own words, one line; empty on success. */
  why: string
}

/** One run of git; plain data, so that another thread can take it. */
export interface GitRun {
  folder: string
  args: string[]
  /** For sentences about it. */
  name: string
  /** The whole environment. */
  env: Record<string, string>
  input: Uint8Array | string
  /** What all runs together may take, ms, for the sentence that says so; and what is left of it. */
  limitMs: number
  leftMs: number
  maxOutputBytes: number
}

/** Time that git gets to take its lock files away after SIGTERM. */
const GRACE_MS = 2_000

const MAX_ERROR_CHARACTERS = 10_000

/** Never rejects: what went wrong is in the result. */
export function runGit(run: GitRun): Promise<GitResult> {
  const { folder, args, name, env, input, limitMs, leftMs, maxOutputBytes } = run
  return new Promise((resolve) => {
    const child = spawn('git', args, {
      cwd: folder,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: filters that git starts end with it, and nothing can ask on the terminal.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    const out: Buffer[] = []
    let outBytes = 0
    let errors = ''
    const timer = setTimeout(() => {
      end(child.pid, 'SIGTERM')
      setTimeout(() => end(child.pid, 'SIGKILL'), GRACE_MS).unref()
      finish(null, `${name} did not end within ${Math.round(limitMs / 1000)} s`)
    }, leftMs)
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
      finish(code, code === 0 ? '' : (firstError(errors) ?? `${name} ended with ${code ?? signal}`)),
    )
    // git may end without reading its input; the exit code says what happened.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
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
