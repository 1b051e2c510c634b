import type { BatonRun } from '../../support/baton.ts'
import type { Project } from '../../support/project.ts'
import type { Stage } from './stage.ts'

/** A series that a person started in a terminal beside the page. */
export interface StartedSeries {
  id: string
  /** Its events, as `baton run --json` follows it. */
  run: BatonRun
}

/** Starts the task of the stage's project, or of another one, and waits until its first session is there. */
export async function startSeries(
  stage: Stage,
  project: Project = stage.project,
  ...flags: string[]
): Promise<StartedSeries> {
  const run = stage.baton('run', '--json', '--project', project.path, '--task', project.task, ...flags)
  const { series } = await run.waitForEvent('session.started')
  return { id: series, run }
}
