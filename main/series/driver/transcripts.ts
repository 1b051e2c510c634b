import { configDirOf } from '../../agents/claude/environment.ts'
import { transcriptPath } from '../../agents/claude/transcript/path.ts'
import type { Launch } from '../state.ts'
import type { Driven } from './ports.ts'

/** Where a launch's session writes; worked out when the launch was lost before it could say so. */
export function transcriptOf(driver: Driven, launch: Launch): string {
  const { env, state } = driver
  return launch.transcript ?? transcriptPath(configDirOf(env), state.project, launch.sessionId, env)
}
