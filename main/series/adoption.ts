import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { Policy, PolicyLayer } from '../../contract/policy.ts'
import { FINISHED } from '../../contract/series.ts'
import { withConfigDir } from '../agents/claude/environment.ts'
import { hasPrompt } from '../agents/claude/transcript/conversation.ts'
import { transcriptPath } from '../agents/claude/transcript/path.ts'
import type { DevDocs } from '../checkpoints/dev-docs.ts'
import { initDevDocs } from '../checkpoints/init.ts'
import { endGently } from '../sessions/end-gently.ts'
import { listProcesses } from '../sessions/process-table.ts'
import { registeredSession } from '../sessions/registered.ts'
import type { Store } from '../store/types.ts'
import { findProject, findWork } from './admission.ts'
import { resolvePolicy } from './policy-layers.ts'
import type { Adopted } from './state.ts'

/** A session of Claude Code that ran without Baton, as its transcript tells of it. */
export interface AdoptRequest {
  sessionId: string
  /** The folder that it worked in. */
  project: string
  transcript: string
  /** The configuration folder in which its transcript lies. */
  configDir: string
  task: string
  /** What is to be done, for dev-docs that are not there yet. */
  description: string | undefined
  flags: PolicyLayer
  /** A process of it that rests elsewhere may be ended. */
  end: boolean
  /** A process may be its own though the agent's registry does not list it. `pid` null: which one is not known. Null: there is none. */
  unlisted: { pid: number | null } | null
  env: Record<string, string>
}

const HOSTED = /--settings \S*[\\/]launches[\\/][^\\/]+[\\/]settings\.json/

export interface AdoptionParts {
  store: Store
  dataDir: string
  /** Whether a series with this policy may begin in the project now. */
  admit(project: string, policy: Policy, env: Record<string, string>): Promise<Outcome<null>>
  /** YYYY-MM-DD. */
  today: string
}

/** All that a series needs that begins with a session of someone else. */
export interface Adoptable {
  project: string
  docs: DevDocs
  policy: Policy
  adopted: Adopted
}

/**
 * Sees to it that a session can go on as the first of a series and lives nowhere else. What is refused is refused before anything
 * is changed; then the dev-docs are made where there are none, and a process of it that rests is ended if the person said so.
 */
export async function prepareAdoption(request: AdoptRequest, parts: AdoptionParts): Promise<Outcome<Adoptable>> {
  const { sessionId, task, transcript, configDir } = request
  const found = await findProject(request.project, task)
  if (!found.ok) return found
  const project = found.value
  const env = withConfigDir(request.env, configDir)
  const free = await isFree(request, project, parts.store)
  if (!free.ok) return free
  if (transcriptPath(configDir, project, sessionId, env) !== transcript) {
    const remedy = `go on with it by hand: claude --resume ${sessionId}`
    return failure('session-elsewhere', sessionId, `its transcript does not belong to ${project}`, remedy)
  }
  if (!(await hasPrompt(transcript))) {
    const remedy = 'start a series of its own with `baton run`'
    return failure('session-empty', sessionId, 'its transcript is gone or holds no prompt', remedy)
  }
  const rests = await mayBeTaken(request)
  if (!rests.ok) return rests
  const policy = await resolvePolicy(parts.dataDir, project, request.flags)
  if (!policy.ok) return policy
  const ready = await parts.admit(project, policy.value, env)
  if (!ready.ok) return ready
  const docs = await workOf(request, project, parts.today)
  if (!docs.ok) return docs
  const ended = await endElsewhere(request)
  if (!ended.ok) return ended
  const moved = env === request.env ? null : configDir
  return success({
    project,
    docs: docs.value,
    policy: policy.value,
    adopted: { sessionId, transcript, configDir: moved },
  })
}

/** No series has or had it, and the task has none that goes on. */
async function isFree({ sessionId, task }: AdoptRequest, project: string, store: Store): Promise<Outcome<null>> {
  const [launch] = await store.launchesOf(sessionId)
  if (launch !== undefined) {
    const series = await store.series(launch.seriesId)
    const over = series === null || FINISHED.includes(series.status)
    const remedy = over ? 'go on with `baton run … --again`' : `go on with it: baton series resume ${launch.seriesId}`
    return failure('session-hosted', sessionId, `it belongs to the series ${launch.seriesId} already`, remedy)
  }
  const unfinished = await store.unfinishedSeries(project, task)
  if (unfinished === null) return success(null)
  const remedy = `stop it first (baton series stop ${unfinished.id}), or choose another name for the task`
  return failure('series-unfinished', task, `its series ${unfinished.id} is ${unfinished.status}`, remedy)
}

/** It lives nowhere, or rests where it lives and may be ended there. */
async function mayBeTaken({ sessionId, configDir, end, unlisted }: AdoptRequest): Promise<Outcome<null>> {
  const live = await registeredSession(configDir, sessionId)
  if (live === null && unlisted !== null) {
    const which = unlisted.pid === null ? 'a process in its folder' : `process ${unlisted.pid}`
    const cause = `${which} seems to be it, and what it does is not known`
    return failure('session-lives', sessionId, cause, `end ${which} yourself, then adopt it`)
  }
  if (live === null) return success(null)
  if (await isHosted(live.pid)) {
    const cause = `another core of Baton hosts it (process ${live.pid})`
    return failure('session-hosted', sessionId, cause, 'pause or stop its series there first')
  }
  if (live.status !== 'idle') {
    const does = live.status === 'busy' ? 'works' : `waits for you (${live.waitingFor ?? 'an answer'})`
    const remedy = live.status === 'busy' ? 'adopt it when its turn has ended' : 'answer it there first'
    return failure('session-busy', sessionId, `it ${does} in process ${live.pid}`, remedy)
  }
  if (end) return success(null)
  const remedy = 'leave it there with /exit, or have it ended with --end'
  return failure('session-lives', sessionId, `it rests in another terminal (process ${live.pid})`, remedy)
}

/** By a core of another data folder: the settings of a launch are named in its command line. */
async function isHosted(pid: number): Promise<boolean> {
  const entry = (await listProcesses()).find((one) => one.pid === pid)
  return entry !== undefined && HOSTED.test(entry.command)
}

/** The task's dev-docs; made from the description where there are none. */
async function workOf({ task, description }: AdoptRequest, project: string, today: string): Promise<Outcome<DevDocs>> {
  const docs = await findWork(project, task)
  if (docs.ok || docs.problem.code !== 'dev-docs-missing') return docs
  if (description === undefined) {
    const { thing, cause } = docs.problem
    return failure('dev-docs-missing', thing, cause, 'say in a sentence what is to be done, and they are made')
  }
  const made = await initDevDocs({ project, task, description, today })
  return made.ok ? findWork(project, task) : made
}

/** Ends the process of it that still rests elsewhere; judged anew, for it may have been given work meanwhile. */
async function endElsewhere(request: AdoptRequest): Promise<Outcome<null>> {
  const rests = await mayBeTaken(request)
  if (!rests.ok) return rests
  const live = await registeredSession(request.configDir, request.sessionId)
  if (live === null) return success(null)
  if (live.status === 'idle' && (await endGently(live.mark))) return success(null)
  const cause = `process ${live.pid} did not end when it was asked to`
  return failure('session-lives', request.sessionId, cause, 'end it there with /exit, then adopt it')
}

/** YYYY-MM-DD of the place where the person is. */
export function localDay(at: number): string {
  const now = new Date(at)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
