import type { Reply, ToolCall } from '../../../assets/scripted-model/reply.ts'
import { makeOutput } from '../../../assets/scripted-model/box-work.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'
import type { Character } from '../../../assets/scripted-model/reply.ts'

export interface FanOut {
  /** Background subagents started at each box. */
  agents: number
  /** How long each one works before it answers. */
  workMs: number
  /** What each one's own context weighs, in tokens; the script's figure if left out. */
  context?: number
}

/** Starts background subagents at each box and ends its turn while they work. */
export function fanOut({ agents, workMs, context }: FanOut = { agents: 2, workMs: 3000 }): Character {
  return worker({
    instead: ({ turn }): Reply | null =>
      turn[0]?.kind === 'notification' ? { text: 'A part came back; noted.' } : null,
    steps: ({ box }) => [
      ...Array.from({ length: agents }, (_, index) => subagent(box.number, index + 1)),
      makeOutput(box),
    ],
    subagent: () => ({
      text: 'My part is done.',
      delayMs: workMs,
      ...(context === undefined ? {} : { usage: { input: 0, cacheRead: 0, cacheCreation: context } }),
    }),
  })
}

function subagent(box: number, part: number): ToolCall {
  return {
    name: 'Agent',
    input: {
      description: `Part ${part} of box ${box}`,
      prompt: `Look at part ${part} of box ${box} and say what you find.`,
      subagent_type: 'general-purpose',
      run_in_background: true,
    },
  }
}
