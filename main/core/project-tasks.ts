import { realpath } from 'node:fs/promises'
import path from 'node:path'
import type { TaskView } from '../../contract/project.ts'
import type { Box } from '../../contract/series.ts'
import { parseBoxes } from '../checkpoints/boxes.ts'
import { checkTask, readPresentFiles } from '../checkpoints/dev-docs.ts'
import { findWork } from '../series/admission.ts'
import { folderNames, tasksFolder } from './folders.ts'

/** Tasks that one project shows: the first by name. */
export const MOST_TASKS = 500

/** The tasks that lie in a project's dev-docs, each with what keeps it from being worked on. None where nothing is readable. */
export async function findTasks(project: string): Promise<Omit<TaskView, 'series'>[]> {
  const folder = tasksFolder(project)
  if (!(await liesIn(project, folder))) return []
  const names = await folderNames(folder)
  if (!names.ok) return []
  const tasks = names.value.filter((name) => checkTask(name).ok).slice(0, MOST_TASKS)
  return Promise.all(tasks.map((task) => lookAtTask(project, task)))
}

async function lookAtTask(project: string, task: string): Promise<Omit<TaskView, 'series'>> {
  const work = await findWork(project, task)
  const boxes = work.ok ? work.value.boxes : await boxesOf(project, task)
  const open = boxes.filter((box) => !box.done)
  return {
    task,
    done: boxes.length - open.length,
    open: open.length,
    current: open[0]?.title ?? null,
    problem: work.ok ? null : work.problem,
  }
}

/** Of a task that cannot be worked on: what its tasks file says, if that can be read. */
async function boxesOf(project: string, task: string): Promise<Box[]> {
  const files = await readPresentFiles(project, task)
  const tasks = files.find((file) => file.role === 'tasks')
  return tasks === undefined ? [] : parseBoxes(tasks.text)
}

/** A link may lead the folder out of the project: then nothing in it is looked at. */
async function liesIn(project: string, folder: string): Promise<boolean> {
  const real = await realpath(folder).catch(() => null)
  return real?.startsWith(project.endsWith(path.sep) ? project : project + path.sep) ?? false
}
