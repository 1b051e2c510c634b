import { afterEach, expect, it } from 'vitest'
import { noScan, type ScanState } from '../../../contract/observed.ts'
import { failure, success } from '../../../contract/problem.ts'
import {
  SAMPLE_EVENTS,
  SAMPLE_ECONOMY,
  SAMPLE_REPORT,
  SAMPLE_SESSION,
  SAMPLE_VIEW,
  SERIES_ID,
} from '../render/samples.ts'
import { liveTestCore, type LiveTestCore } from '../testing.ts'
import { SERIES_VERBS } from './series.ts'

let core: LiveTestCore | undefined
afterEach(async () => {
  await core?.close()
  core = undefined
})

const STATUS = {
  version: '0.1.0',
  pid: 4711,
  dataDir: '/data',
  startedAt: '2026-11-22T08:00:00.000Z',
  series: [{ ...SAMPLE_VIEW, status: 'waiting' as const, why: 'the agent asks you something' }],
  sessions: [SAMPLE_SESSION],
}

const READING: ScanState = {
  ...noScan('2026-11-22T08:00:00.000Z'),
  phase: 'first',
  files: { done: 12, total: 2_000 },
  bytes: { done: 5_000_000, total: 1_000_000_000 },
}

async function lookingCore() {
  const steered: string[] = []
  const steer =
    (verb: string) =>
    async ({ id }: { id: string }) => {
      steered.push(`${verb} ${id}`)
      return success({ said: `It does ${verb}.` })
    }
  const opened: LiveTestCore = await liveTestCore({
    'core.status': async () => success(STATUS),
    'scan.state': async () => success(READING),
    'series.list': async () => success([SAMPLE_VIEW]),
    'series.get': async () => {
      const view = opened.view()
      steered.push('get')
      return success(view)
    },
    'series.report': async () => success(SAMPLE_REPORT),
    'usage.economy': async () => success(SAMPLE_ECONOMY),
    'series.pause': steer('pause'),
    'series.resume': steer('resume'),
    'series.checkpoint': steer('checkpoint'),
    'series.cycle': steer('cycle'),
    'series.stop': steer('stop'),
    'logs.read': async ({ id, lines }) =>
      success({ lines: [JSON.stringify({ level: 40, time: 0, msg: `${id} ${lines}`, sessionId: 's' })] }),
  })
  core = opened
  return { ...opened, steered }
}

it.each(SERIES_VERBS)('%s is done to the series named, and said', async (verb) => {
  const { baton, steered } = await lookingCore()
  expect(await baton('series', verb, '7Q2M4')).toMatchObject({ code: 0, out: `It does ${verb}.\n` })
  const json = await baton('series', verb, '7Q2M4', '--json')
  expect(JSON.parse(json.out)).toMatchObject({ type: `series.${verb}`, at: expect.any(String), series: '7Q2M4' })
  expect(steered).toEqual([`${verb} 7Q2M4`, `${verb} 7Q2M4`])
})

it('shows the list, one, and its report, for people and as JSON', async () => {
  const { baton } = await lookingCore()
  expect((await baton('series')).out).toContain('tidy-api')
  expect((await baton('series', 'tidy-api')).out).toContain(SERIES_ID)
  expect((await baton('series', 'tidy-api', '--report')).out).toContain('handed over at checkpoint 1')
  const json = await baton('series', 'tidy-api', '--report', '--json')
  expect(JSON.parse(json.out)).toMatchObject({ type: 'report', at: expect.any(String), waits: SAMPLE_REPORT.waits })
  expect(JSON.parse(json.out)).toMatchObject({ economy: { spent: SAMPLE_ECONOMY.spent } })
  expect((await baton('series', 'tidy-api', '--report')).out).toContain('Handing over')
  expect(JSON.parse((await baton('series', '--json')).out)).toMatchObject({ type: 'series', id: SERIES_ID })
})

it('status shows the core and says what a person is waited for', async () => {
  const { baton } = await lookingCore()
  const { out, code } = await baton('status')
  expect(code).toBe(0)
  expect(out).toMatch(/^core 0\.1\.0 · pid 4711 · up /)
  expect(out).toContain('tidy-api: the agent asks you something')
  expect(out).toContain('reading transcripts: 12 of 2,000 files, 5 MB of 1.0 GB')
  expect(out).not.toContain('no core is running')
})

it('logs ask the core that lives', async () => {
  const { baton } = await lookingCore()
  expect((await baton('logs', '7Q2M4', '--lines', '5')).out).toMatch(/ {2}warn {3}7Q2M4 5 {2}sessionId=s\n$/)
})

it('--watch follows from now on and ends with the series', async () => {
  const { baton, happen, steered } = await lookingCore()
  happen(SAMPLE_EVENTS['session.started'])
  const watched = baton('series', 'tidy-api', '--watch', '--json')
  await expect.poll(() => steered).toContain('get')
  // Its moment is past that at which the watch began.
  const at = new Date(Date.now() + 60_000).toISOString()
  happen({ ...SAMPLE_EVENTS.nudge, at })
  happen({ ...SAMPLE_EVENTS['series.completed'], at }, { status: 'completed' })
  const { code, out } = await watched
  expect(code).toBe(0)
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type),
  ).toEqual(['nudge', 'series.completed'])
})

it('a refusal is told whole', async () => {
  core = await liveTestCore({
    'series.pause': async () => failure('unknown-series', 'X', 'there is none', 'see `baton series`'),
  })
  expect(await core.baton('series', 'pause', 'X')).toEqual({
    code: 2,
    out: '',
    err: 'baton: X: there is none. See `baton series`.\n',
  })
})
