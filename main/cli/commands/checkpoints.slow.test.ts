import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { newSeries } from '../../series/state.ts'
import { openStore } from '../../store/open.ts'
import { createProgram } from '../program.ts'
import { SAMPLE_CHECKPOINT, SERIES_ID } from '../render/samples.ts'

const OTHER_SERIES = '01KAP3W7Y2M8Q4T6V9X1Z7OTHE'
let dir = ''
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'baton-checkpoints-'))
  await keep(SERIES_ID, [1, 2])
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A finished series with checkpoints, in a real store. */
async function keep(id: string, numbers: number[]) {
  const opened = await openStore({ dir })
  if (!opened.ok) throw new Error(opened.problem.cause)
  const store = opened.value
  const at = Date.parse(SAMPLE_CHECKPOINT.at)
  const state = newSeries(id, '/home/ada/api', `task-${id}`, [], at)
  const row = {
    id,
    project: state.project,
    task: state.task,
    policy: DEFAULT_POLICY,
    status: 'stopped' as const,
    state,
  }
  await store.createSeries({ ...row, createdAt: at, updatedAt: at })
  for (const n of numbers) {
    const contents = SAMPLE_CHECKPOINT.files.map(({ path }) => ({ path, text: `text ${n} of ${path}\n` }))
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as they came
    await store.commit({
      ...row,
      seriesId: id,
      name: 'checkpoint',
      fact: 'SnapshotTaken',
      at,
      events: [],
      launches: [],
      checkpoint: { row: { ...SAMPLE_CHECKPOINT, seriesId: id, n }, contents },
    })
  }
  await store.close()
}

async function baton(...words: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io = { stdin: process.stdin, stdout, stderr, env: { HOME: dir }, cwd: dir, entry: '' }
  const { run } = createProgram(io as unknown as Parameters<typeof createProgram>[0])
  const code = await run(['--data-dir', dir, 'checkpoints', ...words])
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}
const objects = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

it('lists them, for people and as JSON', async () => {
  const text = await baton()
  expect(text.code).toBe(0)
  expect(text.out.trimEnd().split('\n')).toHaveLength(3)
  const json = await baton('--json')
  expect(objects(json.out).map(({ type, n, at }) => [type, n, at])).toEqual([
    ['checkpoint', 1, SAMPLE_CHECKPOINT.at],
    ['checkpoint', 2, SAMPLE_CHECKPOINT.at],
  ])
})

it('shows the latest, or the one named, with its files', async () => {
  expect((await baton('show')).out).toMatch(/^Checkpoint 2 [\s\S]*text 2 of dev\/active/)
  expect((await baton(SERIES_ID, 'show', '1')).out).toMatch(/^Checkpoint 1 [\s\S]*text 1 of dev\/active/)
  const json = await baton('show', '1', '--json')
  expect(objects(json.out)).toMatchObject([{ type: 'checkpoint', n: 1, contents: [{ text: expect.any(String) }, {}] }])
})

it('says what is not there and what to type instead', async () => {
  const missing = await baton('show', '9')
  expect([missing.code, missing.out]).toEqual([2, ''])
  expect(missing.err).toMatch(/checkpoint 9: there is none of that number\. See `baton checkpoints`/)
  await keep(OTHER_SERIES, [1])
  const which = await baton('show')
  expect(which.code).toBe(2)
  expect(which.err).toMatch(/2 series have some\. Name the series/)
})

it('prunes as many as it said it would', async () => {
  const dry = await baton('prune', '--keep', '1', '--dry-run')
  expect([dry.code, dry.out]).toEqual([0, 'Z7Q2M4 1\n1 checkpoint would be removed.\n'])
  expect(objects((await baton('--json')).out)).toHaveLength(2)
  const done = await baton('prune', '--keep', '1', '--json')
  expect(objects(done.out)).toMatchObject([{ type: 'pruned', dryRun: false, pruned: [{ seriesId: SERIES_ID, n: 1 }] }])
  expect(objects((await baton('--json')).out)).toHaveLength(1)
})
