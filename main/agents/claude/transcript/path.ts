import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

type Environment = Record<string, string | undefined>

/** Longer encoded folder names are cut here and told apart by a hash. Source: Claude Code 2.1.330. */
const ENCODED_LENGTH = 200

/**
 * Where a session that runs in `cwd` writes its transcript. The file appears with the first prompt.
 * `env` is asked only for the name that replaces the encoded folder.
 */
export function transcriptPath(configDir: string, cwd: string, sessionId: string, env: Environment = {}): string {
  return join(configDir, 'projects', chosenName(env) ?? encodeFolder(realPath(cwd)), `${sessionId}.jsonl`)
}

/** The folder in which the subagents of this transcript's session write theirs, `agent-<id>.jsonl`. */
export function subagentDir(transcript: string): string {
  return join(dirname(transcript), basename(transcript, '.jsonl'), 'subagents')
}

/** The folder name of a project's real path. Different paths can share one: each line carries its own `cwd`. */
export function encodeFolder(path: string): string {
  const encoded = path.replace(/[^a-zA-Z0-9]/g, '-')
  if (encoded.length <= ENCODED_LENGTH) return encoded
  let hash = 0
  for (let i = 0; i < path.length; i++) hash = ((hash << 5) - hash + path.charCodeAt(i)) | 0
  return `${encoded.slice(0, ENCODED_LENGTH)}-${Math.abs(hash).toString(36)}`
}

function chosenName(env: Environment): string | null {
  const name = env['CLAUDE_CODE_PROJECT_DIR_NAME'] ?? ''
  return env['CLAUDE_CONFIG_DIR'] && /^[A-Za-z0-9_-]{1,64}$/.test(name) ? name : null
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // A folder that is gone has no links to follow; its transcript may still be there.
    return resolve(path)
  }
}
