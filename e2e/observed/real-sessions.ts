import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { registryStatus, startClaude, type BareClaude, type BareClaudeOptions } from '../support/claude.ts'
import { transcriptText } from '../support/cost-state.ts'
import type { Stage } from '../support/hand-played.ts'

export const PATIENCE = { timeout: 60_000, interval: 100 }

/** A person at real sessions of Claude Code, outside Baton. */
export function person(stage: Stage, env: Record<string, string> = {}) {
  const { world, project, hooks } = stage
  const stops = (): number => hooks.named('Stop').length
  const idle = (claude: BareClaude): Promise<void> =>
    vi.waitFor(() => expect(registryStatus(world, claude.pid)).toBe('idle'), PATIENCE)

  /** Does it, and waits until the agent has said its word. */
  async function turn<T>(act: () => T): Promise<T> {
    const before = stops()
    const done = act()
    await vi.waitFor(() => expect(stops()).toBeGreaterThan(before), PATIENCE)
    return done
  }
  async function start(options: Partial<BareClaudeOptions> & { prompt: string }): Promise<BareClaude> {
    const where = { world: { ...world, env: { ...world.env, ...env } }, project, hooksUrl: hooks.url }
    const claude = await turn(() => startClaude({ ...where, ...options }))
    await idle(claude)
    return claude
  }
  async function say(claude: BareClaude, prompt: string): Promise<void> {
    await turn(() => claude.prompt(prompt))
    await idle(claude)
  }
  async function end(claude: BareClaude): Promise<void> {
    claude.kill('SIGTERM')
    await claude.exited
  }

  return {
    /** A tool, a subagent, a word; ended, and gone on with. */
    async resumedSession(): Promise<string> {
      const first = await start({ prompt: 'Make it' })
      await say(first, 'Say another word')
      await end(first)
      await end(await start({ resume: first.sessionId, prompt: 'After the resume' }))
      return first.sessionId
    },
    async forkOf(sessionId: string): Promise<string> {
      const fork = randomUUID()
      await end(
        await start({ resume: sessionId, args: ['--fork-session', '--session-id', fork], prompt: 'In the fork' }),
      )
      return fork
    },
    /** One process, two sessions; the second one is compacted. */
    async clearedAndCompacted(): Promise<{ cleared: string; compacted: string }> {
      const claude = await start({ prompt: 'Make it' })
      claude.prompt('/clear')
      const compacted = await vi.waitFor(() => sessionAfterClear(stage, claude), PATIENCE)
      await idle(claude)
      await say(claude, 'Make it again')
      await say(claude, 'Say another word')
      claude.prompt('/compact')
      const boundary = '"compact_boundary"'
      await vi.waitFor(() => expect(transcriptText(world, compacted)).toContain(boundary), PATIENCE)
      await idle(claude)
      await say(claude, 'And a last one')
      await end(claude)
      return { cleared: claude.sessionId, compacted }
    },
  }
}

/** The session that a process went over to. */
function sessionAfterClear({ world }: Stage, { pid, sessionId }: BareClaude): string {
  const file = join(world.home, '.claude/sessions', `${pid}.json`)
  const entry = JSON.parse(readFileSync(file, 'utf8')) as { sessionId: string }
  expect(entry.sessionId).not.toBe(sessionId)
  return entry.sessionId
}
