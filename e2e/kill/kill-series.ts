import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startScriptedModel } from '../../assets/scripted-model/server.ts'
import type { RunEvent } from '../../contract/events.ts'
import type { Checkpoint } from '../../contract/series.ts'
import type { Timing } from '../../main/series/timing.ts'
import { openStore } from '../../main/store/open.ts'
import type { SeriesRow } from '../../main/store/types.ts'
import { runBaton, type BatonRun } from '../support/baton.ts'
import { sampleSessions, worldProcesses, type Sampler, type WorldProcess } from '../support/processes.ts'
import { numberedBoxes, type Project } from '../support/project.ts'
import { makeWorld, REPOSITORY, type World } from '../support/world.ts'
import { HELPERS, killWorker } from './character.ts'
import { POINTS_VARIABLE, readPoints, writePoints, type Hit, type Point } from './points.ts'

const ENTRY = join(REPOSITORY, 'e2e/kill/baton-entry.ts')
/** A series that is killed again and again looks like one that spins; what holds it for a person is off. */
const WAITS: Partial<Timing> = {
  tooFastCycles: 1_000,
  shortSessions: 1_000,
  verifyFailures: 1_000,
  idleTurns: 1_000,
  idleContinuations: 1_000,
  selfRetry: 500,
  backoffFirst: 500,
}
/** Beside the project; made when nothing but the end is left to hit. Until then the verify command sends the agent back. */
const DONE_FILE = 'all-hit'
/** Without a kill for so long, nothing more will come. */
const STALL_MS = 90_000
const LOOK_EVERY_MS = 500
/** More runs than points: something goes round in circles. */
const SPARE_RUNS = 8

export interface KilledSeries {
  startedAt: number
  ms: number
  /** Those among `HELPERS` that were seen alive. */
  helpers: Set<string>
  project: Project
  hits: Hit[]
  missed: Point[]
  runs: { code: number | null; ms: number; stderr: string }[]
  /** Announced to a follower, by all runs together. */
  announced: Extract<RunEvent, { type: 'checkpoint.verified' }>[]
  sampler: Sampler
  series: SeriesRow[]
  checkpoints: { row: Checkpoint; contents: { path: string; text: string }[] | null }[]
  sibling: ChildProcess
  /** Still there when the last core has ended. */
  left: WorldProcess[]
  log(): string
  close(): Promise<void>
}

/** One series through all its kills: the same command is typed until it is done and every point was hit. */
export async function killSeries(points: readonly Point[]): Promise<KilledSeries> {
  const wanted = { names: () => new Set(points.map(({ name }) => name)) }
  const model = await startScriptedModel({
    character: killWorker(() => wanted.names()),
    usage: { base: 30_000, growth: 4_000 },
  })
  const world = makeWorld({ modelUrl: model.url, env: { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '100000' } })
  const file = writePoints(world.root, points)
  const list = readPoints(file)
  wanted.names = () => new Set(list.remaining().map(({ name }) => name))
  const project = world.project({ boxes: numberedBoxes(3) })
  addToolServer(world)
  const sibling = spawn('sleep', ['100000'], { cwd: project.path, env: world.env, stdio: 'ignore' })
  const sampler = sampleSessions(world.root)
  const helpers = new Set<string>()
  const watch = setInterval(() => {
    if (list.remaining().every(({ name }) => name === 'finish')) writeFileSync(join(world.root, DONE_FILE), '')
    const lines = worldProcesses(world.root).map(({ argv }) => argv.join(' '))
    for (const helper of HELPERS) if (lines.some((line) => line.includes(helper))) helpers.add(helper)
  }, LOOK_EVERY_MS)
  const startedAt = Date.now()
  const runs: KilledSeries['runs'] = []
  const announced: KilledSeries['announced'] = []

  for (let typed = 0; typed < points.length + SPARE_RUNS; typed += 1) {
    const before = list.hits().length
    const started = Date.now()
    const run = typeCommand(world, project, file)
    // oxlint-disable-next-line no-await-in-loop -- one command after the other
    const code = await untilOver(run, () => list.hits().at(-1)?.at ?? started)
    announced.push(...run.events.filter((event) => event.type === 'checkpoint.verified'))
    runs.push({ code, ms: Date.now() - started, stderr: run.stderr() })
    const died = list
      .hits()
      .slice(before)
      .some(({ victim }) => victim === 'core')
    if (!died) break
  }
  // oxlint-disable-next-line no-unmodified-loop-condition -- time changes it
  for (const until = Date.now() + 20_000; othersThan(world, sibling).length > 0 && Date.now() < until;) {
    // oxlint-disable-next-line no-await-in-loop -- waits for the idle core to end
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  clearInterval(watch)
  sampler.stop()
  return {
    startedAt,
    ms: Date.now() - startedAt,
    helpers,
    project,
    hits: list.hits(),
    missed: list.remaining(),
    runs,
    announced,
    sampler,
    sibling,
    ...(await kept(world)),
    left: othersThan(world, sibling),
    log: () => logOf(world),
    async close() {
      sampler.stop()
      sibling.kill('SIGKILL')
      await world.close()
      await model.close()
    },
  }
}

function typeCommand(world: World, project: Project, points: string): BatonRun {
  return runBaton(
    [
      'run --json --permission-mode acceptEdits --threshold-tokens 60000'.split(' '),
      ['--project', project.path, '--task', project.task, '--allowed-tools', 'Bash(*) Read Write Edit'],
      ['--verify', `test -e ../${DONE_FILE}`],
    ].flat(),
    { env: { ...world.env, [POINTS_VARIABLE]: points }, cwd: project.path, entry: ENTRY, timing: WAITS },
  )
}

async function untilOver(run: BatonRun, lastHit: () => number): Promise<number | null> {
  const started = Date.now()
  const timer = setInterval(() => {
    if (Date.now() - Math.max(started, lastHit()) > STALL_MS) run.kill('SIGKILL')
  }, 1_000)
  const { code } = await run.exited
  clearInterval(timer)
  return code
}

/** A tool server of the user's own needs no one's consent. */
function addToolServer({ home }: World): void {
  const path = join(home, '.claude.json')
  const state = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const server = { type: 'stdio', command: process.execPath, args: [join(REPOSITORY, 'e2e/kill/mcp-server.ts')] }
  writeFileSync(path, JSON.stringify({ ...state, mcpServers: { kill: server } }))
}

function othersThan(world: World, sibling: ChildProcess): WorldProcess[] {
  return worldProcesses(world.root).filter(({ pid }) => pid !== sibling.pid)
}

async function kept({ dataDir }: World): Promise<Pick<KilledSeries, 'series' | 'checkpoints'>> {
  const opened = await openStore({ dir: dataDir })
  if (!opened.ok) throw new Error(opened.problem.cause)
  const store = opened.value
  const rows = await store.checkpoints()
  const checkpoints = await Promise.all(
    rows.map(async (row) => ({ row, contents: await store.checkpointContents(row.seriesId, row.n) })),
  )
  const series = await store.listSeries()
  await store.close()
  return { series, checkpoints }
}

function logOf({ dataDir }: World): string {
  const folder = join(dataDir, 'logs')
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}
