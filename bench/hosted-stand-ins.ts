import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describeProblem } from '../contract/problem.ts'
import { numberedBoxes, type Project } from '../e2e/support/project.ts'
import type { World } from '../e2e/support/world.ts'
import type { BenchCore } from './core.ts'

export interface HostedStandIn {
  project: Project
  seriesId: string
  sessionId: string
  pid: number
  launchDir: string
}

const START_LIMIT_MS = 60_000
const LOOK_AGAIN_MS = 100

/** Starts the project's task with a stand-in for the agent; its series. */
export async function startSeries(world: World, core: BenchCore, agent: string, project: Project): Promise<string> {
  const { path, task } = project
  const begun = await core.client.call('series.run', {
    project: path,
    task,
    flags: { claudePath: agent },
    env: world.env,
  })
  if (!begun.ok) throw new Error(describeProblem(begun.problem))
  return begun.value.seriesId
}

/** Starts a series in each of `count` projects of its own, and waits until all their agents are hosted. */
export async function hostStandIns(
  world: World,
  core: BenchCore,
  agent: string,
  count: number,
): Promise<HostedStandIn[]> {
  const started = new Map<string, Project>()
  for (let n = 1; n <= count; n += 1) {
    const project = world.project({ name: `project-${n}-of-${count}-${basename(agent)}`, boxes: numberedBoxes(3) })
    started.set(await startSeries(world, core, agent, project), project)
  }
  const until = Date.now() + START_LIMIT_MS
  while (Date.now() < until) {
    const sessions = await core.client.call('session.list', {})
    const hosted = (sessions.ok ? sessions.value : []).flatMap(({ live, seriesId, sessionId, pid }) => {
      const project = seriesId === null ? undefined : started.get(seriesId)
      if (!live || seriesId === null || pid === null || project === undefined) return []
      return [{ project, seriesId, sessionId, pid, launchDir: join(world.dataDir, 'launches', `${seriesId}-1`) }]
    })
    if (hosted.length === count) return hosted
    await delay(LOOK_AGAIN_MS)
  }
  throw new Error(`not all ${count} stand-ins were hosted within ${START_LIMIT_MS / 1000} s`)
}
