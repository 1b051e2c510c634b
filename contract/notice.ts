import { z } from 'zod'
import { cleanLine } from './text.ts'

/** What a person may want to be told of. */
export const NoticeKind = z.enum([
  /** The context passed its soft point. */
  'soft',
  /** The context is due: a checkpoint was asked for. */
  'due',
  /** The agent asks for a permission, or asks a question. */
  'permission',
  /** A session handed over and the next one works. */
  'cycle',
  /** The series is completed or stopped. */
  'finished',
  /** The model answered with a limit; the series waits. */
  'limit',
  /** The wait for a limit is over. */
  'limit-over',
  /** The series needs attention, or waits for a person in another way. */
  'attention',
  /** A rule fired: see `contract/alerts.ts`. */
  'alert',
])
export type NoticeKind = z.infer<typeof NoticeKind>

/** One thing that happened, told once. */
export const Notice = z.object({
  /** The same for one thing wherever and however often it is told. */
  id: z.string(),
  kind: NoticeKind,
  at: z.string(),
  /** Null: an alert that is about no series. */
  seriesId: z.string().nullable(),
  sessionId: z.string().nullable(),
  /** Name of the project's folder; "": it is about no one project. */
  project: z.string(),
  /** "": it is about no task. */
  task: z.string(),
  title: z.string(),
  body: z.string(),
  /** It waits for a person. */
  urgent: z.boolean(),
  /** A person has looked at it or at its series since. */
  seen: z.boolean(),
})
export type Notice = z.infer<typeof Notice>

/** Whose a notice is, as said beside its title: the project alone where the title names the task. */
export function noticeOwner({ title, project, task }: Pick<Notice, 'title' | 'project' | 'task'>): string {
  const named = task === '' || cleanLine(title).startsWith(`${cleanLine(task)}: `)
  return named ? cleanLine(project) : `${cleanLine(project)} / ${cleanLine(task)}`
}

/** Who looks at the alerts says so by this name, in place of a series'. */
export const ALERTS_PLACE = 'alerts'
