import { realpath, stat } from 'node:fs/promises'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { Policy } from '../../contract/policy.ts'
import { findClaude } from '../agents/claude/find.ts'
import { preflight } from '../agents/claude/preflight.ts'
import { checkTask, readDevDocs, type DevDocs } from '../checkpoints/dev-docs.ts'
import { gitIn } from '../checkpoints/git.ts'
import { findRepository } from '../checkpoints/repository.ts'

/** The project's real path. Problems: `project-missing`, `task-invalid`. */
export async function findProject(project: string, task: string): Promise<Outcome<string>> {
  const checked = checkTask(task)
  if (!checked.ok) return checked
  const remedy = 'name an existing folder with --project'
  try {
    const real = await realpath(project)
    if ((await stat(real)).isDirectory()) return success(real)
    return failure('project-missing', project, 'it is not a folder', remedy)
  } catch {
    return failure('project-missing', project, 'there is no such folder', remedy)
  }
}

/** The dev-docs of a task that can be worked on. Problems: those of `readDevDocs`, `task-done`. */
export async function findWork(project: string, task: string): Promise<Outcome<DevDocs>> {
  const docs = await readDevDocs(project, task)
  if (!docs.ok) return docs
  const { boxes } = docs.value
  if (boxes.some((box) => !box.done)) return docs
  const said = `all its tasks are ticked already (${boxes.length})`
  return failure('task-done', task, said, `add an open box ("- [ ] …") to its tasks file, or take another task`)
}

/** Whether the agent can work unattended here. Problems: `claude-missing`, `claude-broken`, `agent-not-ready`. */
export async function checkAgent(project: string, policy: Policy, env: Record<string, string>): Promise<Outcome<null>> {
  const found = await findClaude({ claudePath: policy.claudePath, env })
  if (!found.ok) return found
  const checks = await preflight({ cwd: project, env, permissionMode: policy.permissionMode })
  const bad = checks.find((check) => check.ok === 'problem')
  if (bad === undefined) return success(null)
  return failure('agent-not-ready', bad.name, bad.said, bad.remedy)
}

/** HEAD of the project's repository; null without one, or before its first commit. */
export async function headOf(project: string): Promise<string | null> {
  const found = await findRepository(project, gitIn(project))
  return found.ok ? found.value.head : null
}

/** The work tree that a series works in: the repository's, else the folder itself. */
export async function workTreeOf(project: string): Promise<string> {
  const found = await findRepository(project, gitIn(project))
  return found.ok ? found.value.top : project
}

/** Nobody else works in the work tree, or all who do share it. `others`: series that would go on by themselves. */
export async function checkWorkTree(
  project: string,
  policy: Policy,
  others: { id: string; state: { project: string; task: string }; policy: Policy }[],
): Promise<Outcome<null>> {
  const tree = await workTreeOf(project)
  for (const other of others) {
    if ((await workTreeOf(other.state.project)) !== tree || (policy.shared && other.policy.shared)) continue
    return failure(
      'work-tree-busy',
      tree,
      `the series ${other.id} (${other.state.task}) works in it`,
      'wait for it, use another git worktree, or start both with --shared',
    )
  }
  return success(null)
}
