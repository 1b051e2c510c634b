import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { say } from '../../assets/scripted-model/reply.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import { play, type Play } from '../support/play.ts'
import { askerInText, ASKED_IN_TEXT } from './models/asker-in-text.ts'

const ESCAPE = '\u001b'
const PATIENCE = { timeout: 30_000, interval: 50 }

/** The session that rests in the process, by the CLI's own word; throws while it is busy. */
function restingSession({ world }: Play, pid: number): string {
  const entry = JSON.parse(readFileSync(join(world.home, '.claude/sessions', `${pid}.json`), 'utf8')) as {
    sessionId: string
    status: string
  }
  expect(entry.status).toBe('idle')
  return entry.sessionId
}

test('/clear holds the loop, which says so; a prompt goes on', async () => {
  const stage = await play({ character: askerInText })
  const run = stage.run()
  const { pid, sessionId } = await run.waitForEvent('session.started')
  const { series } = await run.waitForEvent('waiting', (event) => event.for.includes(ASKED_IN_TEXT))
  const type = await stage.attach(series)
  type('/clear\r')
  const cleared = await run.waitForEvent('waiting', (event) => event.for.startsWith('you cleared the session'))
  // What is typed before the new session is there, the CLI throws away.
  await vi.waitFor(() => expect(restingSession(stage, pid)).not.toBe(sessionId), PATIENCE)
  const task = 'dev/active/my-task/my-task'
  // Pasted: Enter behind a long text that comes at once would be a newline.
  type(`\u001b[200~Read ${task}-plan.md, ${task}-context.md and ${task}-tasks.md, then go on.\u001b[201~\r`)
  await run.waitForEvent('waiting', (event) => event.for.includes(ASKED_IN_TEXT) && event.at > cleared.at)
  expect(stage.project.boxes().map(({ done }) => done)).toEqual([true, true, false])
  expect(stage.prompted('Continue.')).toBe(0)
})

test('Esc in a running turn holds the loop; what the person says next goes on', async () => {
  let hangs = true
  const hang = worker({ instead: ({ calls }) => (calls.length > 0 && hangs ? { ...say('…'), fault: 'hang' } : null) })
  const stage = await play({ character: hang })
  const run = stage.run()
  const { series } = await run.waitForEvent('context')
  const type = await stage.attach(series)
  type(ESCAPE)
  await run.waitForEvent('waiting', (event) => event.for.startsWith('you interrupted the turn'))
  hangs = false
  type('Go on now.\r')
  await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
  expect(stage.prompted('Continue.')).toBe(0)
})
