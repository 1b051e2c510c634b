import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node-pty'
import { onTestFinished, vi } from 'vitest'
import { REPOSITORY } from './world.ts'

/** A person's terminal with one `baton` command in it. */
export interface Terminal {
  pid: number
  /** Everything that it got, colours and movements included. */
  screen(): string
  /** Resolves once the text stands on it; fails with what does. */
  shows(text: string | RegExp, timeoutMs?: number): Promise<void>
  type(keys: string): void
  /** Closes the window: what runs in it loses its terminal. */
  close(): Promise<void>
  exited: Promise<{ exitCode: number; signal: number }>
}

const PATIENCE_MS = 90_000
const QUICK_ENTRY = join(REPOSITORY, 'e2e/support/core.ts')
export const CTRL_C = '\u0003'
/** Leaves an attached session. */
export const CTRL_BRACKET = '\u001d'

export function openTerminal(
  args: readonly string[],
  where: { env: Record<string, string>; cwd: string },
  entry = QUICK_ENTRY,
): Terminal {
  const pty = spawn(process.execPath, [entry, ...args], { ...where, cols: 160, rows: 40 })
  let screen = ''
  pty.onData((data) => {
    screen += data
  })
  let gone = false
  const exited = new Promise<{ exitCode: number; signal: number }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      gone = true
      resolve({ exitCode, signal: signal ?? 0 })
    })
  })
  const close = async (): Promise<void> => {
    // node-pty's own way to close the master side, as a terminal window does.
    ;(pty as unknown as { destroy(): void }).destroy()
    await vi.waitFor(() => lives(pty.pid) && fail(`process ${pty.pid} outlives its terminal`), {
      timeout: PATIENCE_MS,
      interval: 50,
    })
  }
  onTestFinished(() => {
    if (!gone && lives(pty.pid)) pty.kill('SIGKILL')
  })
  return {
    pid: pty.pid,
    screen: () => screen,
    shows: (text, timeout = PATIENCE_MS) =>
      vi.waitFor(() => void (matches(screen, text) || fail(`"${text}" is not shown: ${screen.slice(-2000)}`)), {
        timeout,
        interval: 50,
      }),
    type: (keys) => pty.write(keys),
    close,
    exited,
  }
}

function matches(screen: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? screen.includes(text) : text.test(screen)
}

function fail(why: string): never {
  throw new Error(why)
}

/** Linux only, as `worldProcesses`. */
function lives(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`)
}
