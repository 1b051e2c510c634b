import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node-pty'
import { onTestFinished, vi } from 'vitest'
import type { RunEvent, RunEventType } from '../../contract/events.ts'
import type { Character, UsageScript } from '../../assets/scripted-model/reply.ts'
import { startScriptedModel, type ScriptedModel } from '../../assets/scripted-model/server.ts'
import type { Timing } from '../../main/series/timing.ts'
import { runBaton, type BatonRun } from './baton.ts'
import { numberedBoxes, type Project, type ProjectOptions } from './project.ts'
import { makeWorld, REPOSITORY, type World } from './world.ts'

// A character's whole path, with two runs at most, on a machine that does other things as well.
vi.setConfig({ testTimeout: 240_000 })

export interface PlayOptions {
  character: Character
  usage?: UsageScript
  project?: Partial<ProjectOptions>
  env?: Record<string, string>
  timing?: Partial<Timing>
}

/** One character on its stage: scripted model, world and project, with the real command and the real CLI. */
export interface Play {
  model: ScriptedModel
  world: World
  project: Project
  /** `baton run --json` of the project's task. */
  run(...flags: string[]): BatonRun
  /** Any other command, to its end; its exit code. */
  command(...args: string[]): Promise<number | null>
  /** A person at the session's terminal: gives the way to type, once the terminal is shown. */
  attach(series: string): Promise<(keys: string) => void>
  /** How often the text was submitted as a prompt of its own, by the longest conversation of each session. */
  prompted(text: string): number
}

export const USUAL_TOOLS = ['--permission-mode', 'acceptEdits', '--allowed-tools', 'Bash(*) Read Write Edit']

/** Sets the stage; it is cleared when the test is over. */
export async function play({ character, usage, project = {}, env, timing }: PlayOptions): Promise<Play> {
  const model = await startScriptedModel({ character, ...(usage ? { usage } : {}) })
  const world = makeWorld({ modelUrl: model.url, ...(env ? { env } : {}) })
  onTestFinished(async () => {
    await world.close()
    await model.close()
  })
  const made = world.project({ boxes: numberedBoxes(3), ...project })
  const where = { env: world.env, cwd: made.path, ...(timing ? { timing } : {}) }
  return {
    model,
    world,
    project: made,
    run: (...flags) =>
      runBaton(['run', '--json', '--project', made.path, '--task', made.task, ...USUAL_TOOLS, ...flags], where),
    command: async (...args) => (await runBaton(args, where).exited).code,
    attach: (series) => attach(series, made, world),
    prompted: (text) => promptsOf(model).filter((prompt) => prompt.trim() === text).length,
  }
}

async function attach(series: string, project: Project, world: World): Promise<(keys: string) => void> {
  const entry = join(REPOSITORY, 'e2e/support/core.ts')
  const terminal = spawn(process.execPath, [entry, 'attach', series], {
    cwd: project.path,
    env: world.env,
    cols: 120,
    rows: 40,
  })
  let screen = ''
  terminal.onData((data) => {
    screen += data
  })
  // The input box's frame: from here on the keys reach the agent.
  await vi.waitFor(() => expectShown(screen), { timeout: 60_000, interval: 50 })
  return (keys) => terminal.write(keys)
}

function expectShown(screen: string): void {
  if (!screen.includes('❯')) throw new Error(`The terminal is not shown: ${screen.slice(-500)}`)
}

function promptsOf(model: ScriptedModel): string[] {
  const longest = new Map(
    model.requests().flatMap(({ conversation }) => (conversation ? [[conversation.sessionId, conversation]] : [])),
  )
  return [...longest.values()].flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'prompt' ? [entry.text] : [])),
  )
}

/** Types of the events in order, figures left out. */
export function path(run: BatonRun): RunEventType[] {
  return run.events.map(({ type }) => type).filter((type) => type !== 'context' && type !== 'nudge')
}

export function eventsOf<T extends RunEventType>(run: BatonRun, type: T): Extract<RunEvent, { type: T }>[] {
  return run.events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type)
}

/** The lines of a file of the project; none when it is not there. */
export function linesOf(project: Project, file: string): string[] {
  const text = project.read(file)
  return text === null ? [] : text.split('\n').slice(0, -1)
}

/** Lines that commands of the test wrote into the world's home. */
export function linesAtHome(world: World, file: string): string[] {
  return readFileSync(join(world.home, file), 'utf8').split('\n').slice(0, -1)
}
