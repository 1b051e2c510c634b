import type { SeriesView, SessionView } from '../../contract/series.ts'
import { runBaton, type BatonOptions } from './baton.ts'
import type { Play } from './play.ts'

/** What a command said, to its end. */
export interface Said {
  code: number | null
  stdout: string
  stderr: string
}

export type Where = Pick<BatonOptions, 'env' | 'cwd' | 'under'>

export function whereOf({ world, project }: Pick<Play, 'world' | 'project'>): Where {
  return { env: world.env, cwd: project.path }
}

/** Any `baton` command, to its end. */
export async function ask(where: Where, ...args: string[]): Promise<Said> {
  const run = runBaton(args, where)
  const { code } = await run.exited
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

/** The same with `--json`: what it printed, one object a line. Fails when the command does. */
export async function askJson<T = Record<string, unknown>>(where: Where, ...args: string[]): Promise<T[]> {
  const { code, stdout, stderr } = await ask(where, ...args, '--json')
  if (code !== 0) throw new Error(`baton ${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

export interface Status {
  live: boolean
  pid: number | null
  series: SeriesView[]
  sessions: SessionView[]
}

export async function statusOf(where: Where): Promise<Status> {
  const [status] = await askJson<Status>(where, 'status')
  if (status === undefined) throw new Error('`baton status --json` said nothing')
  return status
}
