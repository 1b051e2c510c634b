import { spawn } from 'node:child_process'
import { cleanText } from '../../../contract/text.ts'
import type { Problem } from '../../../contract/problem.ts'

/** A check that takes longer is no check of one task. */
const LIMIT_MS = 10 * 60_000
/** After the exit, its output may still be on the way, or be held open by a process that left the group; ms. */
const FLUSH_MS = 1000
/** What of a failing check's output the agent is shown: its end, bytes. */
const OUTPUT_BYTES = 4096
/** In the command's environment: the series it runs for, so that it is found after a crash. */
export const VERIFY_VARIABLE = 'BATON_VERIFY_SERIES'

export interface VerifyResult {
  /** Null: it did not end in time, or could not be run. */
  exitCode: number | null
  /** The end of what it printed. */
  output: string
  problem: Problem | null
}

/** Runs the person's verify command in their shell, in the project's folder and a process group of its own. */
export function runVerifyCommand(
  command: string,
  project: string,
  env: Record<string, string>,
  signal?: AbortSignal,
): Promise<VerifyResult> {
  return new Promise((resolve) => {
    const child = spawn(command, { cwd: project, env, shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = Buffer.alloc(0)
    let late = false
    const keep = (chunk: Buffer): void => {
      output = Buffer.concat([output, chunk]).subarray(-OUTPUT_BYTES)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const end = (): void => endGroup(child.pid)
    const timer = setTimeout(() => {
      late = true
      end()
    }, LIMIT_MS)
    signal?.addEventListener('abort', end, { once: true })
    let ended = false
    const done = (exitCode: number | null, problem: Problem | null): void => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve({ exitCode, output: cleanText(output.toString('utf8')), problem })
    }
    child.on('error', (error) => {
      const remedy = 'correct the command given with --verify'
      done(null, { code: 'verify-broken', thing: 'verify command', cause: error.message, remedy })
    })
    child.on('exit', (code) => {
      const exitCode = late ? null : code
      // What it started in the background must not outlive it, nor hold its output open.
      end()
      child.on('close', () => done(exitCode, null))
      setTimeout(() => done(exitCode, null), FLUSH_MS)
    })
  })
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // ESRCH: the whole group is gone already, as it should be.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
