import { afterEach, describe, expect, it } from 'vitest'
import { RunEvent } from '../../../contract/events.ts'
import { failure, success } from '../../../contract/problem.ts'
import type { RpcParams } from '../../../contract/rpc.ts'
import { SAMPLE_EVENTS, SERIES_ID } from '../render/samples.ts'
import { liveTestCore, type LiveTestCore } from '../testing.ts'

let core: LiveTestCore | undefined
afterEach(async () => {
  await core?.close()
  core = undefined
})

/** A core that starts whatever it is asked to, and tells what it was asked. */
async function startingCore() {
  const asked: RpcParams<'series.run'>[] = []
  const opened: LiveTestCore = await liveTestCore({
    'series.run': async (params) => {
      asked.push(params)
      opened.happen(SAMPLE_EVENTS['series.started'])
      return success({ seriesId: SERIES_ID, resumed: false, afterSeq: 0 })
    },
    'series.get': async () => success(opened.view()),
  })
  core = opened
  return { ...opened, asked }
}

const linesOf = (out: string) => out.trimEnd().split('\n')

describe('run', () => {
  it('hands the core the real project, the flags as policy and its own environment', async () => {
    const { baton, asked, dir, happen } = await startingCore()
    const ran = baton(
      'run',
      '--task',
      'tidy-api',
      '--max-duration',
      '2h',
      '--wait-for-human',
      '0',
      '--claude',
      './claude',
      '--again',
    )
    await expect.poll(() => asked.length).toBe(1)
    happen(SAMPLE_EVENTS['series.completed'], { status: 'completed' })
    expect((await ran).code).toBe(0)
    expect(asked[0]).toMatchObject({
      project: dir,
      task: 'tidy-api',
      again: true,
      flags: { maxDurationMs: 7_200_000, waitForHumanMs: 0, claudePath: `${dir}/claude` },
      env: { MARK: 'of the caller' },
    })
    expect(Object.keys(asked[0]?.flags ?? {})).toHaveLength(3)
  })

  it('with --json says exactly the events in order', async () => {
    const { baton, asked, happen } = await startingCore()
    const ran = baton('run', '--task', 'tidy-api', '--json')
    await expect.poll(() => asked.length).toBe(1)
    const rest = [SAMPLE_EVENTS['session.started'], SAMPLE_EVENTS.context, SAMPLE_EVENTS['checkpoint.verified']]
    for (const event of rest) happen(event)
    happen(SAMPLE_EVENTS['series.stopped'], { status: 'stopped' })
    const { code, out, err } = await ran
    expect([code, err]).toEqual([3, ''])
    const expected = [SAMPLE_EVENTS['series.started'], ...rest, SAMPLE_EVENTS['series.stopped']]
    expect(linesOf(out).map((line) => RunEvent.parse(JSON.parse(line)))).toEqual(expected)
  })

  it('when piped says a plain line each, and ends with 4 when it needs a person', async () => {
    const { baton, asked, happen } = await startingCore()
    const ran = baton('run', '--task', 'tidy-api')
    await expect.poll(() => asked.length).toBe(1)
    happen(SAMPLE_EVENTS['needs-attention'], { status: 'needs-attention' })
    const { code, out } = await ran
    expect(code).toBe(4)
    expect(linesOf(out).map((line) => line.slice(10))).toEqual([
      expect.stringContaining('started: tidy-api'),
      expect.stringContaining('needs you: nobody answered'),
    ])
    // oxlint-disable-next-line no-control-regex -- no colours and no cursor movement belong into a pipe
    expect(out).not.toMatch(/\u001b/)
  })

  it('--detach returns once it started and says how to go on', async () => {
    const { baton } = await startingCore()
    const { code, out, err } = await baton('run', '--task', 'tidy-api', '--detach', '--json')
    expect(code).toBe(0)
    expect(linesOf(out).map((line) => JSON.parse(line))).toEqual([SAMPLE_EVENTS['series.started']])
    expect(err).toContain('baton series Z7Q2M4 --watch')
  })

  it('says that the core is lost and what to type', async () => {
    const { baton, asked, die } = await startingCore()
    const ran = baton('run', '--task', 'tidy-api', '--json')
    await expect.poll(() => asked.length).toBe(1)
    await die()
    const { code, err } = await ran
    expect(code).toBe(1)
    expect(err).toMatch(/The core is gone.*type the same command/)
  })

  it.each([
    ['series-finished', 2],
    ['claude-missing', 1],
    ['dev-docs-missing', 1],
  ])('refused with %s ends with %i, on stderr, with thing, cause and way out', async (code, exit) => {
    core = await liveTestCore({ 'series.run': async () => failure(code, 'the thing', 'its cause', 'do this') })
    expect(await core.baton('run', '--task', 'x', '--json')).toEqual({
      code: exit,
      out: '',
      err: 'baton: the thing: its cause. Do this.\n',
    })
  })
})
