import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { IPty } from 'node-pty'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { ProcessMark } from '../store/types.ts'
import { checkSpawnHelper, findExecutable } from './executable.ts'
import { markOf } from './process-mark.ts'

export interface PtyRequest {
  /** A path, or a name to be found on the PATH of `env`. */
  file: string
  args: string[]
  /** The whole environment of the child; nothing is added but PWD, and TERM where it is missing. */
  env: Record<string, string>
  cwd: string
  columns?: number
  rows?: number
  onError?: (error: Error) => void
}

export interface OpenPty {
  pty: IPty
  mark: ProcessMark
}

const TERMINAL_NAME = 'xterm-256color'

/** Spawns a program in a pty; what could not start is an answer, never a throw. */
export function openPty(request: PtyRequest & { columns: number; rows: number }): Outcome<OpenPty> {
  const { args, cwd, columns, rows } = request
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    return failure(
      'folder-missing',
      cwd,
      'the program is to start there and it is no folder',
      'give a folder that exists',
    )
  }
  const file = findExecutable(request.file, request.env, cwd)
  if (!file.ok) return file
  const helper = checkSpawnHelper()
  if (!helper.ok) return helper
  const env = { ...request.env, TERM: request.env['TERM'] ?? TERMINAL_NAME }
  try {
    // Loaded here: a missing native build is an answer of this call, not the end of the core.
    const nodePty = createRequire(import.meta.url)('node-pty') as typeof import('node-pty')
    const pty = nodePty.spawn(file.value, args, { name: env.TERM, cols: columns, rows, cwd, env })
    listenForErrors(pty, request.onError)
    return success({ pty, mark: markOf(pty.pid, file.value) })
  } catch (error) {
    const cause = `no terminal could be opened (${error instanceof Error ? error.message : String(error)})`
    return failure('terminal-failed', file.value, cause, 'close other terminals, or install Baton again if it persists')
  }
}

/** With a listener of ours node-pty does not throw a read error out of the event loop. Not in its typings. */
function listenForErrors(pty: IPty, onError: ((error: Error) => void) | undefined): void {
  const emitter = pty as IPty & { on?: (event: 'error', listener: (error: Error) => void) => void }
  emitter.on?.('error', (error) => {
    // EIO is how Linux says that the last writer is gone, EAGAIN that there is nothing yet.
    if (!/EIO|EAGAIN/.test(error.message)) onError?.(error)
  })
}
