import { endTree } from '../sessions/end-tree.ts'
import { listProcesses, pidsHaving } from '../sessions/process-table.ts'
import { reap } from '../sessions/reaper.ts'
import type { LaunchRow, ProcessMark } from '../store/types.ts'
import { hasPrompt } from '../agents/claude/transcript/conversation.ts'
import type { SeriesDriver } from './driver/driver.ts'
import { effectsOfStep } from './steps/effects-of-step.ts'
import type { Launch, Step } from './state.ts'
import { lookNow } from './driver/ending.ts'
import { transcriptOf } from './driver/transcripts.ts'
import { VERIFY_VARIABLE } from './driver/verify-command.ts'

/**
 * Takes a series up after its core ended without a word: what is left of its processes is ended first, then the loss is
 * told as a fact, and an effect that was cut off is run again.
 */
export async function recoverSeries(driver: SeriesDriver): Promise<void> {
  const { ports } = driver
  const launches = await ports.store.launches({ seriesId: driver.id, live: true })
  const sessions = await ports.store.sessionsOf(driver.id)
  const reaped = await reap({
    launches: await Promise.all(
      launches.map(async (row) => ({
        id: row.id,
        mark: await markOfLaunch(row),
        sessionIds: [row.sessionId, ...sessions.filter((one) => one.launchId === row.id).map((one) => one.sessionId)],
        recorded: await ports.store.processes(row.id),
      })),
    ),
  })
  for (const { left } of reaped) {
    for (const mark of left) {
      const cause = 'an earlier session left it and no link leads to it any more, so it was not signalled'
      const problem = {
        code: 'process-left',
        thing: `process ${mark.pid} (${mark.command})`,
        cause,
        remedy: 'end it yourself if it is of no use',
      }
      ports.problem(problem, { series: driver.id })
    }
  }
  const { launch, step } = driver.state
  if (launch !== null) await tellContext(driver, launch)
  if (launch !== null && launch.endReason !== 'lost') {
    await driver.submit(async () => ({
      type: 'LaunchGone',
      at: ports.now(),
      launchId: launch.id,
      exitCode: null,
      signal: null,
      ms: 0,
      resumable: await hasPrompt(transcriptOf(driver, launch)),
      screen: '',
      look: await lookNow(driver),
    }))
  }
  if (step.name === 'checking') await endVerifyCommand(driver.id)
  resumeEffect(driver, step.name)
}

/** The figure that the loss is judged by: readings are kept as they come, the state only with its transitions. */
async function tellContext(driver: SeriesDriver, launch: Launch): Promise<void> {
  const readings = await driver.ports.store.contextOf(launch.sessionId)
  const latest = readings.toSorted((a, b) => b.at - a.at)[0]
  if (latest === undefined) return
  const { sessionId, used, model } = latest
  const window = latest.window ?? readings.find((one) => one.window !== null)?.window ?? null
  await driver.submit({ type: 'Measured', at: driver.ports.now(), sessionId, used, window, model, resetsAt: null })
}

/** The process of a launch; one that was spawned but not yet written down names its launch folder in its command line. */
async function markOfLaunch(row: LaunchRow): Promise<ProcessMark | null> {
  if (row.pid !== null && row.pidStart !== null) return { pid: row.pid, start: row.pidStart, command: 'claude' }
  const settings = `/launches/${row.id}/`
  const entry = (await listProcesses()).find((one) => one.command.includes(settings))
  return entry === undefined ? null : { pid: entry.pid, start: entry.start, command: entry.command }
}

/** The verify command of a killed core runs on in its own process group; a second one beside it may fail by it. */
async function endVerifyCommand(seriesId: string): Promise<void> {
  const table = await listProcesses()
  const pids = table.map(({ pid }) => pid)
  const found = await pidsHaving(pids, VERIFY_VARIABLE, [seriesId])
  const marks = table.filter(({ pid }) => found.has(pid)).map(({ pid, start, command }) => ({ pid, start, command }))
  await Promise.all(marks.map((root) => endTree({ root, sessionIds: [] })))
}

/** The effect of a step that was committed but not carried out. Steps that a loss leads to have run theirs already. */
function resumeEffect(driver: SeriesDriver, before: Step['name']): void {
  const { step, status } = driver.state
  if (step.name !== before) return
  for (const effect of effectsOfStep(driver.state)) driver.again(effect)
  if (step.name === 'ready' && status === 'running') driver.tell({ type: 'Begun', at: driver.ports.now() })
}
