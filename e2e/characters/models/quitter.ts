import { makeOutput } from '../../../assets/scripted-model/box-work.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** Never ends, so that a test can kill the CLI in the middle of it. The CLI itself refuses a plain `sleep`. */
export const LONG_COMMAND = 'tail -f /dev/null'

/** Hangs on a long command at its second box, after the box's file is made and before it is ticked. */
export const quitter = worker({
  steps: ({ box, conversation }) => {
    const hung = conversation.calls.some(({ name, input }) => name === 'Bash' && input['command'] === LONG_COMMAND)
    const hang = { name: 'Bash', input: { command: LONG_COMMAND, description: 'Wait', timeout: 600_000 } }
    return box.number === 2 && !hung ? [makeOutput(box), hang] : [makeOutput(box)]
  },
})
