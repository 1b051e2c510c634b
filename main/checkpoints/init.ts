import { lstat, realpath, writeFile } from 'node:fs/promises'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { cleanText } from '../../contract/text.ts'
import { checkTask, devDocsPaths, type DevDocsPath, type DevDocsRole } from './dev-docs.ts'
import { makeFolders } from './folders.ts'

export const FIRST_BOX = 'Turn this plan into tasks'

/**
 * Makes the three dev-docs files of a task from a description, without a model. Never overwrites: problems are
 * `task-invalid`, `project-missing`, `description-empty`, `dev-docs-exist`, `dev-docs-outside` and `dev-docs-unwritable`.
 * `today`: YYYY-MM-DD.
 */
export async function initDevDocs(request: {
  project: string
  task: string
  description: string
  today: string
}): Promise<Outcome<DevDocsPath[]>> {
  const { project, task, today } = request
  const checked = checkTask(task)
  if (!checked.ok) return checked
  const description = cleanText(request.description).trim()
  if (description === '')
    return failure('description-empty', 'description', 'says nothing', 'say in a sentence or more what is to be done')
  const files = devDocsPaths(project, task)
  const existing = await namesOf(files)
  if (existing.length > 0)
    return failure(
      'dev-docs-exist',
      existing.join(', '),
      existing.length === 1 ? 'exists already' : 'exist already',
      'use them as they are with `baton run`, or choose another task name',
    )
  try {
    const root = await realpath(project)
    const folder = await makeFolders(root, `dev/active/${task}`)
    if (!folder.ok) return folder
    for (const file of files)
      // oxlint-disable-next-line no-await-in-loop -- plan first: a failure half-way leaves an order that a person understands
      await writeFile(file.absolutePath, textOf(file.role, task, description, today), { flag: 'wx' })
    return success(files)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === '') throw error
    if (code === 'ENOENT') return failure('project-missing', project, 'is not there', 'name an existing folder')
    return failure('dev-docs-unwritable', project, `cannot be written (${code})`, 'let your user write in the folder')
  }
}

async function namesOf(files: DevDocsPath[]): Promise<string[]> {
  const found = await Promise.all(
    files.map((file) =>
      lstat(file.absolutePath).then(
        () => [file.path],
        () => [],
      ),
    ),
  )
  return found.flat()
}

function textOf(role: DevDocsRole, task: string, description: string, today: string): string {
  return TEXTS[role](task, `Last Updated: ${today}`, description)
}

const TEXTS: Record<DevDocsRole, (task: string, updated: string, description: string) => string> = {
  plan: (task, updated, description) => `# ${task}: plan

${updated}

## What is to be done

${description}

## Current state

Not looked at yet.

## Phases

Not planned yet.

## Risks

None known yet.
`,
  context: (task, updated) => `# ${task}: context

${updated}

## Session progress

Nothing has been done yet.

## Key files

None yet.

## Decisions

None yet.

## Next steps

- Box 1, "${FIRST_BOX}": read \`dev/active/${task}/${task}-plan.md\`, look at the project, then write the plan and the boxes.
`,
  tasks: (task, updated) => `# ${task}: tasks

${updated}

A task is done when its box is ticked. Tick a box the moment it is done; never delete an open one.

- [ ] ${FIRST_BOX}
`,
}
