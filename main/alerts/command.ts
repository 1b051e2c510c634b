import { spawn, type ChildProcess } from 'node:child_process'
import type { AlertCommand, AlertMessage } from '../../contract/alerts.ts'
import { cleanText } from '../../contract/text.ts'
import type { Sent } from './sent.ts'

/** A command that takes longer is ended with all that it started. */
export const COMMAND_LIMIT_MS = 30_000
/** Of a command that failed: the end of what it printed. */
const OUTPUT_BYTES = 4 * 1024
/** After the exit its output may still be on the way, ms. */
const FLUSH_MS = 1_000
/** Names of variables that hold what a command of this kind does not need. */
const SECRET_NAME = /TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|^ANTHROPIC_|^CLAUDE|_AUTH|COOKIE/i

export interface CommandParts {
  /** Where it runs. */
  folder: string
  /** The core's own environment. */
  env: Readonly<Record<string, string>>
  limitMs: number
}

/** Runs a command without a shell, in a process group of its own; the message is in BATON_ALERT. Never rejects. */
export function runCommand(
  parts: CommandParts,
  { argv }: AlertCommand,
  message: AlertMessage,
  stop: AbortSignal,
): Promise<Sent> {
  const [program = '', ...args] = argv
  return new Promise((resolve) => {
    let output = Buffer.alloc(0)
    let late = false
    const env = { ...withoutSecrets(parts.env), BATON_ALERT: JSON.stringify(message) }
    const child = spawn(program, args, {
      cwd: parts.folder,
      env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const keep = (piece: Buffer): void => {
      output = Buffer.concat([output, piece]).subarray(-OUTPUT_BYTES)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const limit = setTimeout(() => {
      late = true
      endGroup(child)
    }, parts.limitMs)
    const cut = (): void => endGroup(child)
    stop.addEventListener('abort', cut, { once: true })
    let settled = false
    const settle = (sent: Sent): void => {
      if (settled) return
      settled = true
      clearTimeout(limit)
      stop.removeEventListener('abort', cut)
      child.stdout.destroy()
      child.stderr.destroy()
      resolve(sent)
    }
    child.once('error', (error) => {
      settle({ did: 'never', why: `it cannot be started (${'code' in error ? String(error.code) : error.name})` })
    })
    child.once('exit', (code, signal) => {
      // What it started in the background must not outlive it, nor hold its output open.
      endGroup(child)
      const ended = (): void => {
        if (code === 0 && !late) return settle({ did: 'sent', why: null })
        const how = late
          ? `it took longer than ${parts.limitMs / 1_000} s`
          : `it ended with ${signal ?? `code ${code}`}`
        const said = cleanText(output.toString('utf8')).trim()
        settle({ did: 'never', why: said === '' ? how : `${how}: ${said}` })
      }
      child.once('close', ended)
      setTimeout(ended, FLUSH_MS).unref()
    })
  })
}

export function withoutSecrets(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET_NAME.test(name)))
}

function endGroup({ pid, kill }: ChildProcess): void {
  if (pid === undefined) return
  try {
    if (process.platform === 'win32') kill('SIGKILL')
    else process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // The whole group is gone already, as it should be; macOS says so of one that nobody has waited for yet.
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error
  }
}
