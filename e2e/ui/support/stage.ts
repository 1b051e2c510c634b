import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Character, UsageScript } from '../../../assets/scripted-model/reply.ts'
import { startScriptedModel, type ScriptedModel } from '../../../assets/scripted-model/server.ts'
import { runBaton, type BatonRun } from '../../support/baton.ts'
import { numberedBoxes, type Project, type ProjectOptions } from '../../support/project.ts'
import { makeWorld, type World } from '../../support/world.ts'
import { serveCore, type ServedCore } from './served-core.ts'

export interface StageOptions {
  character: Character
  usage?: UsageScript
  project?: Partial<ProjectOptions>
  /** Policy in force for every series of the test, as a person would have it in the settings. */
  policy?: Record<string, unknown>
}

/** Scripted model, world and project, and the real core: what a screen is looked at with. */
export interface Stage {
  model: ScriptedModel
  world: World
  project: Project
  core: ServedCore
  /** Any `baton` command beside the page. */
  baton(...args: string[]): BatonRun
  /** Ends the core; `start` brings it back at the same address. */
  restart(): Promise<{ start(): Promise<void> }>
  close(): Promise<void>
}

/** Tools that the agent may use without asking, in place of a person who would allow them. */
export const USUAL_POLICY = { permissionMode: 'acceptEdits', allowedTools: 'Bash(*) Read Write Edit' }

export async function openStage({ character, usage, project = {}, policy = {} }: StageOptions): Promise<Stage> {
  const model = await startScriptedModel({ character, ...(usage ? { usage } : {}) })
  const world = makeWorld({ modelUrl: model.url })
  const made = world.project({ boxes: numberedBoxes(3), ...project })
  writeSettings(world, { policy: { ...USUAL_POLICY, ...policy } })
  let core = await serveCore(world)
  return {
    model,
    world,
    project: made,
    get core() {
      return core
    },
    baton: (...args) => runBaton(args, { env: world.env, cwd: made.path }),
    async restart() {
      const { port } = core
      await core.stop()
      return {
        async start() {
          core = await serveCore(world, port)
        },
      }
    },
    async close() {
      await world.close()
      await model.close()
    },
  }
}

function writeSettings(world: World, settings: object): void {
  mkdirSync(world.dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(path.join(world.dataDir, 'settings.json'), JSON.stringify(settings), { mode: 0o600 })
}
