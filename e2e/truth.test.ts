import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { worker } from '../assets/scripted-model/worker.ts'
import type { ContextMeasured } from '../contract/facts.ts'
import { openStore } from '../main/store/open.ts'
import type { StatusLine } from './support/claude.ts'
import { costStates } from './support/cost-state.ts'
import { contextOf, mainRequests, tokensOf } from './support/evidence.ts'
import { numberedBoxes } from './support/project.ts'
import { eventsOf, linesAtHome, play, type Play } from './support/play.ts'

type Written = StatusLine & { prompt_id?: string; cost: { total_cost_usd: number } }

/** Every write of the status line, as the CLI gives it to the user's own. */
const STATUS_LOG = 'status-lines.jsonl'
/** Decimal places of a dollar. */
const CENT_OF_A_CENT = 4
/** Thins nothing. */
const MANY = 10_000

test('every figure is one that the model reported, and both sources agree on it', async () => {
  const usage = { base: 30_000, growth: 10_000 }
  const quick = worker()
  // The CLI writes its status line a moment after a response: each one is to be seen.
  const character: typeof quick = (conversation) => ({ ...quick(conversation), delayMs: 500 })
  const stage = await play({ character, usage, project: { boxes: numberedBoxes(3) } })
  const settings = { statusLine: { type: 'command', command: `{ cat; echo; } >> "$HOME/${STATUS_LOG}"` } }
  mkdirSync(join(stage.world.home, '.claude'), { recursive: true })
  writeFileSync(join(stage.world.home, '.claude/settings.json'), JSON.stringify(settings))
  const run = stage.run('--foreground', '--threshold-tokens', '60000')
  const completed = await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)

  const written = linesAtHome(stage.world, STATUS_LOG).flatMap((line) =>
    line === '' ? [] : [JSON.parse(line) as Written],
  )
  const kept = await readingsOf(stage, completed.series)
  for (const { sessionId } of eventsOf(run, 'session.started')) {
    const reported = mainRequests(stage, sessionId).map((request) => contextOf(request.usage))
    const byTranscript = kept.filter((one) => one.sessionId === sessionId && one.source === 'transcript')
    expect(byTranscript.map(({ used }) => used)).toEqual(reported)
    const shown = written.filter(
      ({ session_id: id, context_window: { current_usage: now } }) => id === sessionId && now,
    )
    expect(shown.length).toBeGreaterThan(0)
    for (const line of shown) expectSameInTranscript(line, byTranscript)
    for (const one of eventsOf(run, 'context').filter((event) => event.sessionId === sessionId)) {
      expect(reported).toContain(one.used)
    }
  }
  expect(completed.tokens).toEqual(tokensOf(mainRequests(stage)))
  const ownFigure = [...costStates(stage.world).values()].reduce((sum, cost) => sum + cost, 0)
  expect(ownFigure).toBeGreaterThan(0)
  expect(completed.costUsd).toBeCloseTo(ownFigure, CENT_OF_A_CENT)
})

/** What Baton kept of the contexts of a series, all sources. */
async function readingsOf({ world }: Play, series: string): Promise<ContextMeasured[]> {
  const opened = await openStore({ dir: world.dataDir })
  if (!opened.ok) throw new Error(opened.problem.cause)
  const store = opened.value
  try {
    const sessions = await store.sessionsOf(series)
    return (await Promise.all(sessions.map(({ sessionId }) => store.contextHistory(sessionId, MANY)))).flat()
  } finally {
    await store.close()
  }
}

/** A line that is written before its prompt's first response still shows the response before it. */
function expectSameInTranscript(line: Written, transcript: ContextMeasured[]): void {
  const now = line.context_window.current_usage
  const used = now ? now.input_tokens + now.cache_creation_input_tokens + now.cache_read_input_tokens : null
  const ofPrompt = transcript.filter(({ promptId }) => promptId === line.prompt_id)
  const first = transcript.findIndex(({ promptId }) => promptId === line.prompt_id)
  const before = transcript.slice(0, first === -1 ? undefined : first).at(-1)
  expect([...ofPrompt, ...(before ? [before] : [])].map((one) => one.used)).toContain(used)
  expect(transcript.find((one) => one.used === used)?.window).toBe(line.context_window.context_window_size)
}
