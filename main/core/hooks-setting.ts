import { preflight } from '../agents/claude/preflight.ts'
import type { CyclerState } from '../series/state.ts'

/** Which setting keeps the hooks from us, in words; null when none is known. */
export async function hooksSettingOf(state: CyclerState, env: Record<string, string>): Promise<string | null> {
  const checks = await preflight({ cwd: state.project, env })
  const bad = checks.find((check) => check.name === 'hooks allowed' && check.ok !== 'ok')
  return bad?.said ?? null
}
