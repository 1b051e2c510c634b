import type { RpcResult } from '../../../contract/rpc.ts'

/** The branch that is offered: one that git takes, whatever the task is called. */
export function suggestedBranch(task: string, n: number): string {
  return `baton/${slug(task)}-${n}`
}

/** The folder that is offered, beside the project. */
export function suggestedFolder(project: string, task: string, n: number): string {
  const separator = project.includes('\\') && !project.includes('/') ? '\\' : '/'
  const trimmed = project.replace(/[/\\]+$/, '')
  return `${trimmed}-${slug(task)}-${n}`.split(/[/\\]/).join(separator)
}

function slug(text: string): string {
  const kept = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/\.lock$/, '')
  return kept === '' ? 'task' : kept
}

/** Why a branch is refused before the core is asked; null: it may do. */
export function branchProblem(branch: string): string | null {
  if (branch.trim() === '') return 'Name a new branch'
  if (/[\s~^:?*[\\\p{Cc}]|\.\.|@\{|\/\/|\/$|^\/|^-|\.$|\.lock$/u.test(branch)) return 'Git does not take this name'
  return null
}

/** What to type next to work on what was restored. A shell takes each line as it stands. */
export function nextCommands(result: RpcResult<'checkpoint.restore'>, project: string): string[] {
  if (result.branch !== null) {
    return [
      `cd ${quoted(project)}`,
      `git log --oneline -3 ${quoted(result.branch)}`,
      `git switch ${quoted(result.branch)}`,
    ]
  }
  return result.folder === null ? [] : [`cd ${quoted(result.folder)}`, 'ls']
}

/** A word for a POSIX shell. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
