import { makeOutput } from '../../../assets/scripted-model/box-work.ts'
import type { Conversation } from '../../../assets/scripted-model/conversation.ts'
import { handoverText } from '../../../assets/scripted-model/handover.ts'
import { say, type ToolCall } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** The laps, the box's file and its tick: forty tool calls. */
export const MARATHON_LAPS = 38

/**
 * Does the first box in one turn of 40 tool calls. Asked for a handover in the middle it writes it, and works
 * on unless it is stopped; it does not end the turn by itself. The next session runs the laps that are left.
 */
export const marathon = worker({
  steps: ({ box, conversation }) =>
    box.number === 1 ? [...lapsLeft(conversation), makeOutput(box)] : [makeOutput(box)],
  handover: (facts) => `${handoverText(facts)}- Laps run: ${lapsRun(facts.conversation)}\n`,
  afterHandover: ({ entries, request, turn }) =>
    request && turn[0] === entries[request.at] ? say('The handover is written.') : null,
})

function lapsLeft(conversation: Conversation): ToolCall[] {
  const before = lapsHandedOver(conversation)
  return Array.from({ length: MARATHON_LAPS - before }, (_, index) => lap(before + index + 1))
}

function lapsRun(conversation: Conversation): number {
  const own = conversation.calls.filter(
    ({ input, result }) => String(input['command']).startsWith('echo lap') && result?.failed === false,
  )
  return lapsHandedOver(conversation) + own.length
}

/** What the context file said at the session's start. */
function lapsHandedOver({ calls }: Conversation): number {
  for (const { name, result } of calls) {
    const found = name === 'Read' ? /Laps run: (\d+)/.exec(result?.text ?? '')?.[1] : undefined
    if (found !== undefined) return Number(found)
  }
  return 0
}

function lap(number: number): ToolCall {
  return { name: 'Bash', input: { command: `echo lap ${number} >> laps.log`, description: `Lap ${number}` } }
}
