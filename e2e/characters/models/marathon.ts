import { say, type ToolCall } from '../../../assets/scripted-model/reply.ts'
import { makeOutput } from '../../../assets/scripted-model/box-work.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

export const MARATHON_CALLS = 40

/**
 * Does the first box in one turn of 40 tool calls. Asked for a handover in the middle it writes it, and works
 * on unless it is stopped; it does not end the turn by itself.
 */
export const marathon = worker({
  steps: ({ box }) =>
    box.number === 1
      ? [...Array.from({ length: MARATHON_CALLS - 2 }, (_, index) => lap(index + 1)), makeOutput(box)]
      : [makeOutput(box)],
  afterHandover: ({ entries, request, turn }) =>
    request && turn[0] === entries[request.at] ? say('The handover is written.') : null,
})

function lap(number: number): ToolCall {
  return { name: 'Bash', input: { command: `echo lap ${number} >> laps.log`, description: `Lap ${number}` } }
}
