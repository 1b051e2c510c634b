import { spawn } from 'node:child_process'
import type { RunEvent } from '../../../contract/events.ts'
import type { Problem } from '../../../contract/problem.ts'

/** A hook of a person's that hangs must not pile up. */
const LIMIT_MS = 60_000

/** Runs the person's `--on-event` command with the event as JSON in BATON_EVENT. Its failure stops nothing and is told. */
export function runOnEvent(
  command: string,
  event: RunEvent,
  where: { project: string; env: Record<string, string> },
  onProblem: (problem: Problem) => void,
): void {
  const env = { ...where.env, BATON_EVENT: JSON.stringify(event), BATON_EVENT_TYPE: event.type }
  const child = spawn(command, { cwd: where.project, env, shell: true, stdio: 'ignore', timeout: LIMIT_MS })
  const tell = (cause: string): void =>
    onProblem({
      code: 'on-event-failed',
      thing: `on-event command for ${event.type}`,
      cause,
      remedy: 'correct the command given with --on-event',
    })
  child.on('error', (error) => tell(error.message))
  child.on('exit', (code, signal) => {
    if (code !== 0) tell(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`)
  })
}
