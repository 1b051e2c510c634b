import { makeOutput } from '../../../assets/scripted-model/box-work.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** Finds the process in a process table. */
export const DEV_SERVER_MARK = 'baton-dev-server'
export const DEV_SERVER_COMMAND = `while sleep 1; do : ${DEV_SERVER_MARK}; done`

/** Starts a background shell that never ends before its first box, once in each session. */
export const devServer = worker({
  steps: ({ box }) => [
    {
      name: 'Bash',
      input: { command: DEV_SERVER_COMMAND, description: 'Start the development server', run_in_background: true },
    },
    makeOutput(box),
  ],
})
