import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readBoxes, type SeenBox } from '../../assets/scripted-model/dev-docs-seen.ts'

export interface ProjectOptions {
  /** Titles of the open boxes, in order. */
  boxes: readonly string[]
  /** Folder name in the world; `project` if left out. */
  name?: string
  task?: string
  /** A `/session-init` of the project's own that reads the dev-docs by `@file` lines. */
  sessionInit?: boolean
  /** More files, by path in the project. */
  files?: Record<string, string>
}

/** A git repository with the dev-docs of one task, everything committed. */
export interface Project {
  path: string
  task: string
  /** Absolute paths. */
  plan: string
  context: string
  tasks: string
  /** The text of a file by its path in the project, or null. */
  read(path: string): string | null
  boxes(): SeenBox[]
  /** Output of a git command, trimmed. */
  git(...args: string[]): string
}

/** The titles `Write out/01.txt` … */
export function numberedBoxes(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `Write out/${String(index + 1).padStart(2, '0')}.txt`)
}

export function makeProject(path: string, options: ProjectOptions): Project {
  const task = options.task ?? 'my-task'
  const docs = `dev/active/${task}`
  const files: Record<string, string> = {
    'README.md': '# A project\n',
    [`${docs}/${task}-plan.md`]: `# ${task}: plan\n\nDo each box of the tasks file.\n`,
    [`${docs}/${task}-context.md`]: `# ${task}: context\n\nNothing is done yet.\n`,
    [`${docs}/${task}-tasks.md`]: `# ${task}: tasks\n\n${options.boxes.map((title) => `- [ ] ${title}\n`).join('')}`,
    ...(options.sessionInit === true ? { '.claude/commands/session-init.md': sessionInit() } : {}),
    ...options.files,
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: path, env: gitEnvironment(path), stdio: 'pipe' })
      .toString()
      .trim()
  git('init', '--quiet', '--initial-branch=main')
  git('add', '--all')
  git('commit', '--quiet', '--message=Start')
  const read = (name: string): string | null =>
    existsSync(join(path, name)) ? readFileSync(join(path, name), 'utf8') : null
  return {
    path,
    task,
    plan: join(path, docs, `${task}-plan.md`),
    context: join(path, docs, `${task}-context.md`),
    tasks: join(path, docs, `${task}-tasks.md`),
    read,
    boxes: () => readBoxes(read(`${docs}/${task}-tasks.md`) ?? ''),
    git,
  }
}

function sessionInit(): string {
  const file = (part: string): string => `@dev/active/$ARGUMENTS/$ARGUMENTS-${part}.md`
  return `---\ndescription: Pick a task up\n---\nGo on with the task $ARGUMENTS: ${file('plan')} ${file('context')} ${file('tasks')}\n`
}

function gitEnvironment(path: string): Record<string, string> {
  const author = { NAME: 'Test', EMAIL: 'test@example.invalid' }
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: dirname(path),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: author.NAME,
    GIT_AUTHOR_EMAIL: author.EMAIL,
    GIT_COMMITTER_NAME: author.NAME,
    GIT_COMMITTER_EMAIL: author.EMAIL,
  }
}
