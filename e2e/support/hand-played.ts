import { devDocsPaths } from '../../main/checkpoints/dev-docs.ts'
import { checkpointRequest, nextBoxPrompt, repairRequest } from '../../main/checkpoints/requests.ts'
import { verifyFailedText } from '../../main/series/words.ts'
import { startScriptedModel, type ScriptedModel } from '../../assets/scripted-model/server.ts'
import type { Character, UsageScript } from '../../assets/scripted-model/reply.ts'
import { startClaude, type BareClaude, type BareClaudeOptions } from './claude.ts'
import { additionalContext, startHookServer, type HookAnswer, type HookServer } from './hook-server.ts'
import { numberedBoxes, type Project, type ProjectOptions } from './project.ts'
import { makeWorld, type World } from './world.ts'

/** Model, world, project and hook server of one test, with the test in Baton's place. */
export interface Stage {
  model: ScriptedModel
  world: World
  project: Project
  hooks: HookServer
  start(options?: Partial<BareClaudeOptions>): BareClaude
  close(): Promise<void>
}

export interface StageOptions {
  character: Character
  usage?: UsageScript
  project?: Partial<ProjectOptions>
  answer?: HookAnswer
}

export async function setStage({ character, usage, project = {}, answer }: StageOptions): Promise<Stage> {
  const model = await startScriptedModel({ character, ...(usage ? { usage } : {}) })
  const world = makeWorld({ modelUrl: model.url })
  const made = world.project({ boxes: numberedBoxes(3), ...project })
  const hooks = await startHookServer(answer)
  return {
    model,
    world,
    project: made,
    hooks,
    start: (options = {}) =>
      startClaude({ world, project: made, hooksUrl: hooks.url, prompt: pickUpPrompt(made), ...options }),
    close: async () => {
      await world.close()
      await hooks.close()
      await model.close()
    },
  }
}

/** A resume recipe in plain words. */
export function pickUpPrompt({ task }: Project): string {
  const files = ['plan', 'context', 'tasks'].map((part) => `dev/active/${task}/${task}-${part}.md`)
  return `Pick up the task: read ${files.join(', ')}, then go on with the first open box.`
}

/** Baton's own requests, as answers to a hook. */
export const ask = {
  goOn: (number: number): object => additionalContext('Stop', nextBoxPrompt({ number, title: '', done: false })),
  checkpoint: ({ task }: Project, event = 'Stop'): object => {
    const paths = devDocsPaths('', task).map(({ path }) => path)
    return additionalContext(event, checkpointRequest({ task, paths, used: null, window: null }))
  },
  repair: (why: string): object => additionalContext('Stop', repairRequest([why])),
  verifyFailed: (output: string): object => additionalContext('Stop', verifyFailedText(1, output)),
}

/** Answers the n-th `Stop` of the main thread with the n-th answer, later ones with nothing. */
export function atStops(...answers: (object | (() => object))[]): HookAnswer {
  const left = [...answers]
  return ({ hook_event_name, agent_id }) => {
    const next = hook_event_name === 'Stop' && agent_id === undefined ? left.shift() : undefined
    return typeof next === 'function' ? (next as () => object)() : (next ?? {})
  }
}
