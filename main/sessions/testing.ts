import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { HostedEvents } from './hosted-session.ts'
import { openTerminal } from './terminal.ts'
import type { Terminal, TerminalRequest } from './terminal.ts'

/** An environment made from nothing, with the Node that runs the tests first on the PATH. */
export function cleanEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  return { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: tmpdir(), TERM: 'xterm-256color', ...extra }
}

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'baton-sessions-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A real terminal that is closed when the test is over. */
export function startTerminal(file: string, args: string[], extra: Partial<TerminalRequest> = {}): Terminal {
  const opened = openTerminal({ file, args, cwd: tmpdir(), env: cleanEnvironment(), ...extra })
  if (!opened.ok) throw new Error(opened.problem.cause)
  onTestFinished(() => opened.value.close())
  return opened.value
}

const nothing = (): void => {}

/** For sessions whose facts nobody waits for. */
export const UNHEARD: HostedEvents = {
  measured: nothing,
  statusLine: nothing,
  transcriptSeen: nothing,
  drafted: nothing,
  exited: nothing,
  problem: nothing,
}

export interface WatchingViewer {
  /** What a terminal would have received since its last reset. */
  text: string
  replays: number
  resizes: string[]
  /** All of it in order: output as it is, "replay" and "resized 80x24". */
  heard: string[]
  why: string | null
  slow: boolean
  output(bytes: Uint8Array): void
  replay(bytes: Uint8Array): void
  ended(why: string): void
  writable(): boolean
  resized(columns: number, rows: number): void
}

export function watchingViewer(): WatchingViewer {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return {
    text: '',
    replays: 0,
    resizes: [],
    heard: [],
    why: null,
    slow: false,
    output(bytes) {
      const text = decoder.decode(bytes)
      this.text += text
      this.heard.push(text)
    },
    replay(bytes) {
      this.replays += 1
      this.heard.push('replay')
      this.text = decoder.decode(bytes)
    },
    ended(why) {
      this.why = why
    },
    writable() {
      return !this.slow
    },
    resized(columns, rows) {
      this.resizes.push(`${columns}x${rows}`)
      this.heard.push(`resized ${columns}x${rows}`)
    },
  }
}
