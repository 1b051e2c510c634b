import { success } from '../../contract/problem.ts'
import { initDevDocs } from '../checkpoints/init.ts'
import { gitIn } from '../checkpoints/git.ts'
import { findRepository } from '../checkpoints/repository.ts'
import { resolvePolicy } from '../series/policy-layers.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { Store } from '../store/types.ts'
import { expandPath, listFolder, realFolder } from './folders.ts'
import { findTasks } from './project-tasks.ts'

export interface ProjectParts {
  store: Store
  dataDir: string
  /** The person's home folder: where `~` and relative paths begin. */
  home: string
}

type ProjectMethods = 'folder.list' | 'project.look' | 'task.init'

/** Folders to choose a project from, what a project offers, and new tasks. Only `task.init` writes. */
export function projectHandlers({ store, dataDir, home }: ProjectParts): Pick<RpcHandlers, ProjectMethods> {
  return {
    'folder.list': ({ path: asked }) => listFolder(expandPath(asked ?? home, home), home),
    'project.look': async ({ project: asked }) => {
      const project = await realFolder(expandPath(asked, home))
      if (!project.ok) return project
      const policy = await resolvePolicy(dataDir, project.value, {})
      if (!policy.ok) return policy
      const [repository, tasks, rows] = await Promise.all([
        findRepository(project.value, gitIn(project.value)),
        findTasks(project.value),
        store.listSeries(),
      ])
      const mine = rows.filter((row) => row.project === project.value)
      return success({
        project: project.value,
        git: repository.ok,
        policy: policy.value,
        tasks: tasks.map((task) => {
          const latest = mine.findLast((row) => row.task === task.task)
          return { ...task, series: latest === undefined ? null : { id: latest.id, status: latest.status } }
        }),
      })
    },
    'task.init': async ({ project: asked, task, description }) => {
      const project = await realFolder(expandPath(asked, home))
      if (!project.ok) return project
      const made = await initDevDocs({ project: project.value, task, description, today: localDate(new Date()) })
      return made.ok ? success({ files: made.value.map((file) => file.path) }) : made
    },
  }
}

/** YYYY-MM-DD of the place where the person is. */
function localDate(now: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
