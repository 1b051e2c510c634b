import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { Box } from '../../contract/series.ts'
import { parseBoxes } from './boxes.ts'

export type DevDocsRole = 'plan' | 'context' | 'tasks'

export interface DevDocsPath {
  role: DevDocsRole
  /** Relative to the project, with `/`. */
  path: string
  absolutePath: string
}

export interface DevDocsFile extends DevDocsPath {
  text: string
  /** Of the bytes on disk. */
  sha256: string
  bytes: number
}

export interface DevDocs {
  /** Plan, context, tasks. */
  files: DevDocsFile[]
  /** Of the tasks file. */
  boxes: Box[]
}

const ROLES: readonly DevDocsRole[] = ['plan', 'context', 'tasks']

/** A handover is read whole by the next session; a longer file would fill its window. */
const MAX_BYTES = 1_000_000

/** Room for `<task>-context.md` twice in one path on every file system. */
const TASK = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/

/** The slug, or why it can name no folder. */
export function checkTask(task: string): Outcome<string> {
  if (TASK.test(task) && !task.includes('..') && !task.endsWith('.')) return success(task)
  return failure(
    'task-invalid',
    'task',
    'its name must be 1 to 80 letters, digits, dots, dashes or underscores, starting with a letter or digit',
    'give a short name like "add-login"',
  )
}

/** Where the three files of a task lie. The task must have passed `checkTask`: another is a bug and throws. */
export function devDocsPaths(project: string, task: string): DevDocsPath[] {
  if (!checkTask(task).ok) throw new RangeError('devDocsPaths: not a task name')
  return ROLES.map((role) => {
    const relative = `dev/active/${task}/${task}-${role}.md`
    return { role, path: relative, absolutePath: path.join(project, relative) }
  })
}

/**
 * The dev-docs as they lie on disk. Problems: `task-invalid`, `dev-docs-missing`, `dev-docs-outside` (a link out of the
 * project), `dev-docs-malformed` (no box, not UTF-8, over 1 MB), `dev-docs-unreadable`.
 */
export async function readDevDocs(project: string, task: string): Promise<Outcome<DevDocs>> {
  const checked = checkTask(task)
  if (!checked.ok) return checked
  const read = await Promise.all(devDocsPaths(project, task).map((file) => readOne(project, file)))
  const missing = read.filter((one) => !one.ok && one.problem.code === 'dev-docs-missing')
  if (missing.length > 0) {
    const names = missing.map((one) => (one.ok ? '' : one.problem.thing)).join(', ')
    const is = missing.length === 1 ? 'is' : 'are'
    return failure(
      'dev-docs-missing',
      names,
      `${is} not there`,
      makeThem(project, task, missing.length === ROLES.length),
    )
  }
  const files: DevDocsFile[] = []
  for (const one of read) {
    if (!one.ok) return one
    files.push(one.value)
  }
  const tasks = files.find((file) => file.role === 'tasks')
  const boxes = tasks ? parseBoxes(tasks.text) : []
  if (boxes.length > 0) return success({ files, boxes })
  return failure(
    'dev-docs-malformed',
    tasks?.path ?? task,
    'has no box, so nothing in it can be done',
    'write each task as a list item "- [ ] what to do"',
  )
}

/** Those of the three files that can be read, for a checkpoint that must be taken whatever state they are in. */
export async function readPresentFiles(project: string, task: string): Promise<DevDocsFile[]> {
  const read = await Promise.all(devDocsPaths(project, task).map((file) => readOne(project, file)))
  return read.flatMap((one) => (one.ok ? [one.value] : []))
}

/** The real path of a file, if no link leads it out of the project. */
export async function realPathInside(project: string, file: DevDocsPath): Promise<Outcome<string>> {
  try {
    const [root, real] = await Promise.all([realpath(project), realpath(file.absolutePath)])
    if (real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) return success(real)
    return failure(
      'dev-docs-outside',
      file.path,
      'is a link that leads out of the project',
      'put a plain file in its place',
    )
  } catch (error) {
    return fileProblem(file, error)
  }
}

async function readOne(project: string, file: DevDocsPath): Promise<Outcome<DevDocsFile>> {
  const real = await realPathInside(project, file)
  if (!real.ok) return real
  try {
    const handle = await open(real.value, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const found = await handle.stat()
      if (!found.isFile()) return malformed(file, 'is no plain file', 'put a plain file in its place')
      if (found.size > MAX_BYTES)
        return malformed(file, 'is over 1 MB', 'shorten it: the next session must be able to read it whole')
      const bytes = await handle.readFile()
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return success({ ...file, text, sha256, bytes: bytes.length })
    } finally {
      await handle.close()
    }
  } catch (error) {
    return error instanceof TypeError
      ? malformed(file, 'is not UTF-8 text', 'save it as UTF-8')
      : fileProblem(file, error)
  }
}

function malformed(file: DevDocsPath, cause: string, remedy: string) {
  return failure('dev-docs-malformed', file.path, cause, remedy)
}

function fileProblem(file: DevDocsPath, error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === '') throw error
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return failure('dev-docs-missing', file.path, 'is not there', 'make it with `baton init`')
  return failure('dev-docs-unreadable', file.path, `cannot be read (${code})`, 'let your user read the file')
}

function makeThem(project: string, task: string, all: boolean): string {
  return all
    ? `make them with \`baton init --project ${JSON.stringify(project)} --task ${task} "what to do"\``
    : 'write what is missing, or move the folder away and make all three with `baton init`'
}
