import { afterEach, expect, it } from 'vitest'
import { noScan } from '../../../contract/observed.ts'
import { failure, success } from '../../../contract/problem.ts'
import type { RpcParams } from '../../../contract/rpc.ts'
import { SAMPLE_EVENTS, SAMPLE_OBSERVED, SAMPLE_SESSION, SERIES_ID } from '../render/samples.ts'
import { liveTestCore, type LiveTestCore } from '../testing.ts'

let core: LiveTestCore | undefined
afterEach(async () => {
  await core?.close()
  core = undefined
})

async function knowingCore(more = false) {
  const asked: RpcParams<'session.observed'>[] = []
  const adopted: RpcParams<'session.adopt'>[] = []
  const opened: LiveTestCore = await liveTestCore({
    'scan.look': async () => success(noScan('2026-11-22T08:00:00.000Z')),
    'scan.state': async () => success(noScan('2026-11-22T08:00:00.000Z')),
    'session.list': async () => success([SAMPLE_SESSION]),
    'session.observed': async (params) => {
      asked.push(params)
      return success({ sessions: [SAMPLE_OBSERVED], more })
    },
    'session.adopt': async (params) => {
      adopted.push(params)
      if (params.task === 'busy') return failure('session-busy', params.sessionId, 'it works', 'wait')
      opened.happen({ ...SAMPLE_EVENTS['series.started'], adopted: params.sessionId })
      opened.happen(SAMPLE_EVENTS['series.completed'], { status: 'completed' })
      return success({ seriesId: SERIES_ID, afterSeq: 0 })
    },
    'series.get': async () => success(opened.view()),
  })
  core = opened
  return { ...opened, asked, adopted }
}

const objects = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

it('sessions shows hosted and observed ones, and says what they share', async () => {
  const { baton, asked } = await knowingCore(true)
  const { out, code } = await baton('sessions')
  expect(code).toBe(0)
  expect(asked).toMatchObject([{ live: false, limit: 50 }])
  expect(out).toContain(SAMPLE_OBSERVED.sessionId.slice(0, 8))
  expect(out).toContain(SAMPLE_SESSION.sessionId.slice(0, 8))
  expect(out).toContain('2 sessions live in /home/ada/api')
  expect(out).toContain('There are more')
  expect(objects((await baton('sessions', '--json')).out)).toMatchObject([
    { type: 'session', hosted: true, agent: 'claude', sessionId: SAMPLE_SESSION.sessionId },
    { type: 'session', hosted: false, agent: 'claude', sessionId: SAMPLE_OBSERVED.sessionId, stateSource: 'registry' },
  ])
})

it('sessions narrows down by what is asked for', async () => {
  const { baton, asked, dir } = await knowingCore()
  const codex = await baton('sessions', '--agent', 'codex', '--project', '.', '--live', '--json')
  expect(asked).toMatchObject([{ live: true, agent: 'codex', project: dir }])
  // Hosted ones are Claude Code's.
  expect(objects(codex.out)).toMatchObject([{ hosted: false }])
  expect((await baton('sessions', '--limit', '1')).out).toContain('1 more session')
})

it('adopt names a session by its beginning, and follows the series', async () => {
  const { baton, adopted } = await knowingCore()
  const ran = await baton(
    'adopt',
    '7c2a',
    'Tidy',
    'the API',
    '--task',
    'tidy',
    '--end',
    '--max-sessions',
    '3',
    '--json',
  )
  expect(ran.code).toBe(0)
  expect(objects(ran.out).map(({ type }) => type)).toEqual(['series.started', 'series.completed'])
  expect(adopted).toMatchObject([
    { sessionId: SAMPLE_OBSERVED.sessionId, task: 'tidy', description: 'Tidy the API', end: true },
  ])
  expect(adopted[0]).toMatchObject({ flags: { maxSessions: 3 }, env: { MARK: 'of the caller' } })
})

it('adopt says what it cannot do', async () => {
  const { baton, adopted } = await knowingCore()
  expect(await baton('adopt', 'ffff', '--task', 'tidy')).toMatchObject({
    err: expect.stringContaining('no session begins so') as string,
  })
  expect(adopted).toEqual([])
  const whole = await baton('adopt', SAMPLE_OBSERVED.sessionId, '--task', 'busy')
  expect(whole).toMatchObject({ code: 1, err: expect.stringContaining('it works. Wait') as string })
  expect(adopted).toMatchObject([{ end: false }])
  expect(adopted[0]).not.toHaveProperty('description')
})
