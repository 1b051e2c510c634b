import { z } from 'zod'
import { Policy } from './policy.ts'
import { Problem } from './problem.ts'
import { SeriesStatus } from './series.ts'

/** A folder of the machine that Baton runs on, for choosing a project. */
export const FolderView = z.object({
  /** Real path. */
  path: z.string(),
  /** Null at the root. */
  parent: z.string().nullable(),
  home: z.string(),
  /** Folders in it by name, hidden ones left out. */
  folders: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      /** Holds a git repository. */
      git: z.boolean(),
      /** Holds tasks (`dev/active`). */
      tasks: z.boolean(),
    }),
  ),
  /** More than are listed. */
  more: z.number().int(),
})
export type FolderView = z.infer<typeof FolderView>

/** A task found in a project's dev-docs. */
export const TaskView = z.object({
  task: z.string(),
  done: z.number().int(),
  open: z.number().int(),
  /** Title of the first open box. */
  current: z.string().nullable(),
  /** Why it cannot be worked on as it is. */
  problem: Problem.nullable(),
  /** Its latest series, if it has one. */
  series: z.object({ id: z.string(), status: SeriesStatus }).nullable(),
})
export type TaskView = z.infer<typeof TaskView>

/** What a project offers to one who wants to start a series in it. */
export const ProjectView = z.object({
  /** Real path. */
  project: z.string(),
  git: z.boolean(),
  tasks: z.array(TaskView),
  /** The policy that a series gets here when no more is said: defaults, settings, the project's own. */
  policy: Policy,
})
export type ProjectView = z.infer<typeof ProjectView>
