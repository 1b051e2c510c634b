import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node-pty'
import { expect, vi } from 'vitest'
import { hookSettings } from './hook-server.ts'
import { CLAUDE, type World } from './world.ts'
import type { Project } from './project.ts'

/** The part of the statusLine's JSON that tests compare. */
export interface StatusLine {
  session_id: string
  context_window: {
    context_window_size: number
    current_usage: {
      input_tokens: number
      output_tokens: number
      cache_creation_input_tokens: number
      cache_read_input_tokens: number
    } | null
  }
}

export interface BareClaude {
  sessionId: string
  pid: number
  /** Submits a prompt as a person does. */
  prompt(text: string): void
  write(keys: string): void
  /** Everything that the terminal got. */
  screen(): string
  status(): StatusLine | null
  kill(signal: NodeJS.Signals): void
  exited: Promise<{ exitCode: number; signal: number }>
}

export interface BareClaudeOptions {
  world: World
  project: Project
  hooksUrl: string
  prompt?: string
  /** Goes on with a session instead of starting one. */
  resume?: string
  allowedTools?: readonly string[]
  args?: readonly string[]
}

const USUAL_TOOLS = ['Bash(*)', 'Read', 'Write', 'Edit']

/** The real CLI in a pty, without Baton: hooks go to a test's own server, statusLine to a file. */
export function startClaude(options: BareClaudeOptions): BareClaude {
  const { world, project, hooksUrl } = options
  const sessionId = options.resume ?? randomUUID()
  const folder = join(world.root, `launch-${randomUUID()}`)
  mkdirSync(folder)
  const statusFile = join(folder, 'status.json')
  const settingsFile = join(folder, 'settings.json')
  const command = `cat > '${folder}/status.$$' && mv '${folder}/status.$$' '${statusFile}'; echo status`
  const settings = { hooks: hookSettings(hooksUrl), statusLine: { type: 'command', command } }
  writeFileSync(settingsFile, JSON.stringify(settings))
  const args = [
    '--settings',
    settingsFile,
    ...(options.resume === undefined ? ['--session-id', sessionId] : ['--resume', sessionId]),
    '--permission-mode',
    'acceptEdits',
    ...(options.args ?? []),
    '--allowedTools',
    (options.allowedTools ?? USUAL_TOOLS).join(' '),
    ...(options.prompt === undefined ? [] : ['--', options.prompt]),
  ]
  const pty = spawn(CLAUDE, args, { cwd: project.path, env: world.env, cols: 120, rows: 40 })
  let screen = ''
  pty.onData((data) => {
    screen += data
  })
  return {
    sessionId,
    pid: pty.pid,
    prompt: (text) => pty.write(`\u001b[200~${text}\u001b[201~\r`),
    write: (keys) => pty.write(keys),
    screen: () => screen,
    status: () => (existsSync(statusFile) ? (JSON.parse(readFileSync(statusFile, 'utf8')) as StatusLine) : null),
    kill: (signal) => pty.kill(signal),
    exited: new Promise((resolve) => {
      pty.onExit(({ exitCode, signal }) => resolve({ exitCode, signal: signal ?? 0 }))
    }),
  }
}

/** The context that a statusLine shows, in tokens; null before the first response. */
export function contextShown(status: StatusLine | null): number | null {
  const usage = status?.context_window.current_usage
  if (!usage) return null
  return usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens
}

/** What the CLI says of itself in `sessions/<pid>.json`: `busy`, `idle` (before its first prompt too), `waiting`. */
export function registryStatus(world: World, pid: number): string | null {
  const file = join(world.home, '.claude/sessions', `${pid}.json`)
  if (!existsSync(file)) return null
  const found = /"status":"(\w+)"/.exec(readFileSync(file, 'utf8'))
  return found?.[1] ?? null
}

/**
 * Waits until a transcript of the world holds `text`: the CLI writes its lines later than it acts, and a kill in between
 * leaves a session that does not know of its last tool.
 */
export async function untilInTranscript(home: string, text: string): Promise<void> {
  const projects = join(home, '.claude', 'projects')
  const holds = (): boolean =>
    readdirSync(projects, { recursive: true, encoding: 'utf8' }).some(
      (name) => name.endsWith('.jsonl') && readFileSync(join(projects, name), 'utf8').includes(text),
    )
  await vi.waitFor(() => expect(holds()).toBe(true), { timeout: 30_000, interval: 50 })
}
