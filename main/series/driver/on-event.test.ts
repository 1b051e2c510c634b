import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunEvent } from '../../../contract/events.ts'
import type { Problem } from '../../../contract/problem.ts'
import { runOnEvent } from './on-event.ts'

const EVENT: RunEvent = {
  type: 'waiting',
  at: '2026-11-22T00:00:00.000Z',
  series: 'S',
  for: `it says "$(touch owned)" 'and' \`more\``,
}
let project: string
beforeEach(() => {
  project = realpathSync(mkdtempSync(path.join(tmpdir(), 'baton-event-')))
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

function told(command: string, folder = project): Problem[] {
  const problems: Problem[] = []
  const env = { PATH: process.env['PATH'] ?? '' }
  runOnEvent(command, EVENT, { project: folder, env }, (problem) => problems.push(problem))
  return problems
}

it('gives the event as data in the environment, never as part of the command', async () => {
  const problems = told(
    'printf %s "$BATON_EVENT_TYPE" > type; printf %s "$BATON_EVENT" > event.part; mv event.part event',
  )
  const read = (): string => readFileSync(path.join(project, 'event'), 'utf8')
  await expect.poll(() => attempt(read)).not.toBeNull()
  expect(JSON.parse(read())).toEqual(EVENT)
  expect(readFileSync(path.join(project, 'type'), 'utf8')).toBe('waiting')
  expect(attempt(() => readFileSync(path.join(project, 'owned')))).toBeNull()
  expect(problems).toEqual([])
})

it.each([
  ['exit 3', 'it ended with exit code 3'],
  ['kill -9 $$', 'it was ended by SIGKILL'],
])('tells that `%s` failed, and goes on', async (command, cause) => {
  const problems = told(command)
  await expect.poll(() => problems).toMatchObject([{ code: 'on-event-failed', cause }])
})

it('tells when it cannot be run', async () => {
  const problems = told('true', path.join(project, 'missing'))
  await expect.poll(() => problems.length).toBe(1)
})

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
