import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Character } from '../../assets/scripted-model/reply.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import type { ObservedSession } from '../../contract/observed.ts'
import type { CoreClient } from '../../main/server/types.ts'
import { ask, askJson } from '../support/ask.ts'
import { runBaton } from '../support/baton.ts'
import type { BareClaude } from '../support/claude.ts'
import { costStates } from '../support/cost-state.ts'
import { setStage, type Stage } from '../support/hand-played.ts'
import { eventsOf, linesOf, USUAL_TOOLS } from '../support/play.ts'
import { serve, type Serving } from '../support/serving.ts'
import { watch, type Watching } from '../support/watch.ts'
import { PATIENCE } from './real-sessions.ts'

/** USD. */
const NEAR = 0.005
/** Not among the tools that are allowed. */
const FORBIDDEN = { name: 'WebFetch', input: { url: 'http://127.0.0.1:9/', prompt: 'What is there?' } }
/** Long enough to be seen at work, ms. */
const THINKING_MS = 5_000

const work = worker()
/** Talks with its person until Baton tells it of a task; then it is a careful worker. */
const character: Character = (conversation) => {
  if (conversation.entries.some((entry) => 'text' in entry && entry.text.includes('From now on Baton runs'))) {
    return work(conversation)
  }
  if (conversation.firstPrompt.includes('session-init')) return work(conversation)
  const { lastText, turnCalls } = conversation
  if (lastText.includes('Think')) return { text: 'A thought.', delayMs: THINKING_MS }
  if (lastText.includes('Fetch') && turnCalls.length === 0) return { tools: [FORBIDDEN] }
  return { text: 'A word.' }
}

let stage: Stage
let serving: Serving
let client: CoreClient
let board: Watching

beforeEach(async () => {
  stage = await setStage({ character, usage: { base: 30_000, growth: 5_000 } })
  serving = await serve(stage)
  client = serving.client
  board = watch(client, 'page')
})

afterEach(async () => {
  await serving.end()
  await stage.close()
})

test('sessions beside Baton are seen as they are, and go on as series', async () => {
  const first = stage.start({ prompt: 'Think first' })
  await seen(first, { state: 'busy', stateSource: 'registry', pid: first.pid, parallel: 0 })
  await seen(first, { state: 'idle', requests: 1, turns: 1, adopt: { can: true, why: null } })

  first.prompt('Fetch a page')
  await seen(first, { state: 'waiting', adopt: { can: false } })
  expect(of(first)?.waitingFor).toMatch(/permission/i)
  expect(await adopt(first, 'too-early', '--end')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/waits for you/),
  })
  first.write('\u001b')
  await seen(first, { state: 'idle' })

  const second = stage.start({ prompt: 'Hello' })
  await seen(second, { state: 'idle', parallel: 1, project: stage.project.path })
  await seen(first, { state: 'idle', parallel: 1 })
  const listed = await askJson<ObservedSession & { hosted: boolean }>(where(), 'sessions', '--live')
  expect(listed.map(({ sessionId, hosted }) => [sessionId, hosted]).sort()).toEqual(
    [first, second].map(({ sessionId }) => [sessionId, false]).sort(),
  )

  first.kill('SIGKILL')
  await first.exited
  expect(existsSync(join(stage.world.home, '.claude/sessions', `${first.pid}.json`))).toBe(true)
  await seen(first, { state: 'ended', stateSource: 'process', pid: null, adopt: { can: true } })

  // One that rests elsewhere is left where it is, unless the person says otherwise.
  const refused = await adopt(second, 'second')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/rests in another terminal.*--end/) })
  await seen(second, { state: 'idle', pid: second.pid })
  expect(existsSync(join(stage.project.path, 'dev/active/second'))).toBe(false)

  await carriedOut(first, 'first')
  await carriedOut(second, 'second', '--end')
  expect((await second.exited).exitCode).toBe(143)
  await ledgerIsTheirs(first)
})

function where() {
  return { env: stage.world.env, cwd: stage.project.path }
}

function adopt({ sessionId }: BareClaude, task: string, ...flags: string[]) {
  return ask(where(), 'adopt', sessionId, 'Write three files', '--task', task, ...USUAL_TOOLS, ...flags)
}

/** What the board shows of a session now. */
function of({ sessionId }: BareClaude): ObservedSession | undefined {
  const change = board.changes.findLast(({ kind }) => kind === 'observed')
  const observed = change?.kind === 'observed' ? change.observed : (board.boards.at(-1)?.observed ?? [])
  return observed.find((one) => one.sessionId === sessionId)
}

function seen(claude: BareClaude, what: Partial<ObservedSession> | { adopt: Partial<ObservedSession['adopt']> }) {
  return vi.waitFor(() => expect(of(claude)).toMatchObject(what), PATIENCE)
}

/** Adopted by its id's beginning, the session works through its task, and one after it to the end. */
async function carriedOut(claude: BareClaude, task: string, ...flags: string[]): Promise<void> {
  const { sessionId } = claude
  const words = ['adopt', sessionId.slice(0, 13), 'Write', 'three', 'files', '--json', '--task', task]
  const run = runBaton([...words, ...USUAL_TOOLS, '--threshold-tokens', '80000', ...flags], where())
  const completed = await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
  expect(completed).toMatchObject({ sessions: 2, tasks: { done: 4, open: 0 } })
  expect(eventsOf(run, 'series.started')).toMatchObject([{ resumed: false, adopted: sessionId }])
  expect(eventsOf(run, 'session.started')).toMatchObject([{ sessionId, n: 1 }, { n: 2 }])
  expect(eventsOf(run, 'session.resumed')).toEqual([])
  expect(eventsOf(run, 'pickup')).toMatchObject([{ sessionId, checkpoint: 0 }, { checkpoint: 1 }])
  expect(eventsOf(run, 'checkpoint.verified')[0]).toMatchObject({ kind: 'agent' })
  for (const file of ['out/01.txt', 'out/02.txt', 'out/03.txt']) expect(linesOf(stage.project, file)).toHaveLength(1)
  // It is the series' now, and stands on the board with that.
  await vi.waitFor(() => expect(of(claude)).toBeUndefined(), PATIENCE)
}

/**
 * Each session cost what the CLI says, whoever ran it. One that was killed forgot what it had cost until then: of that the ledger
 * holds more, and all requests that the model answered.
 */
async function ledgerIsTheirs(killed: BareClaude): Promise<void> {
  const costs = costStates(stage.world)
  expect(costs.size).toBe(4)
  await vi.waitFor(async () => {
    await client.call('scan.look', {})
    const answer = await client.call('usage.query', { by: ['session'] })
    if (!answer.ok) throw new Error(answer.problem.cause)
    const told = new Map(answer.value.rows.map((row) => [row.sessionId, row]))
    const ids = [...costs.keys()]
    expect(ids.map((id) => [id, told.get(id)?.requests])).toEqual(ids.map((id) => [id, answered(id)]))
    const beyond = new Map(ids.map((id) => [id, (told.get(id)?.costUsd ?? 0) - (costs.get(id) ?? 0)]))
    expect(beyond.get(killed.sessionId)).toBeGreaterThan(NEAR)
    beyond.delete(killed.sessionId)
    expect([...beyond.values()].filter((difference) => Math.abs(difference) > NEAR)).toEqual([])
  }, PATIENCE)
}

function answered(id: string): number {
  return stage.model
    .requests()
    .filter(({ sessionId, kind, usage }) => sessionId === id && kind === 'main' && usage !== null).length
}
