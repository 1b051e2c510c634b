import { realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ClaudeState } from './claude-state.ts'
import { stateFileOf } from './environment.ts'
import type { PreflightCheck } from './preflight.ts'
import { foldersUpToRoot, readIfThere } from './user-settings.ts'

/**
 * Whether the CLI would ask about the folder: it does so in a dialog whose default is "No, exit". Trust of a folder above
 * counts, in a repository up to its root only; a worktree has that of its main repository.
 */
export async function checkTrust(
  cwd: string,
  env: Record<string, string>,
  state: ClaudeState,
): Promise<PreflightCheck> {
  const name = 'folder trusted'
  const folder = await realpath(cwd).catch(() => cwd)
  const counting = await foldersThatCount(folder)
  if (env['CLAUDE_CODE_SANDBOXED'] || counting.some((path) => state.projects?.[path]?.hasTrustDialogAccepted)) {
    return { name, ok: 'ok', said: `Claude Code trusts ${folder}`, remedy: '' }
  }
  return {
    name,
    ok: 'problem',
    said: `Claude Code has not been told to trust ${folder} (${stateFileOf(env)})`,
    remedy: `run \`claude\` in ${folder} once and answer "Yes, I trust this folder"`,
  }
}

async function foldersThatCount(folder: string): Promise<string[]> {
  const toRoot = await foldersUpToRoot(folder)
  const top = toRoot.at(-1) ?? folder
  const marker = await readIfThere(join(top, '.git'))
  // In a worktree `.git` is a file that names its folder in the main repository.
  const main = marker === null ? undefined : /^gitdir: (.+)[\\/]\.git[\\/]worktrees[\\/][^\\/]+\s*$/.exec(marker)?.[1]
  if (main !== undefined) return [...toRoot, main]
  return toRoot.length === 1 && !(await isRepository(top)) ? foldersAbove(folder) : toRoot
}

async function isRepository(folder: string): Promise<boolean> {
  return realpath(join(folder, '.git')).then(
    () => true,
    () => false,
  )
}

function foldersAbove(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersAbove(above)]
}
