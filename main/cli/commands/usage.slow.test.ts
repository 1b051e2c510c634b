import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scanned, scanOf } from '../../core/usage-testing.ts'
import { openTestStore } from '../../store/testing.ts'
import { dayAt } from '../../usage/days.ts'
import { createProgram } from '../program.ts'

/** Noon of yesterday, local time. */
const START = new Date(new Date().setHours(12, 0, 0, 0)).getTime() - 24 * 3_600_000
const DAY = dayAt(START)

let dir = ''
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'baton-usage-'))
  const store = await openTestStore(dir)
  const cached = { cacheWrite5m: 190_000, output: 2_000 }
  const requests = ['a', 'b'].flatMap((session) => [
    scanned(START, 0, { session, ...cached }),
    scanned(START, 30, { session, ...cached }),
  ])
  const unpriced = scanned(START, 60, { session: 'a', model: 'nobody-knows', output: 10, cost: null })
  await store.recordScan(scanOf('/work/api', [...requests, unpriced]))
  await store.close()
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function baton(...words: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io = { stdin: process.stdin, stdout, stderr, env: { HOME: dir, PATH: '' }, cwd: dir, entry: '' }
  const { run } = createProgram(io as unknown as Parameters<typeof createProgram>[0])
  const code = await run(['--data-dir', dir, 'usage', ...words])
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}
const objects = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

it('shows a table with its sum, and says whose figures it has', async () => {
  const { code, out, err } = await baton()
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(new RegExp(`^${DAY} +\\$3\\.96 +5 +5 `, 'm'))
  expect(out).toMatch(/^total +\$3\.96 /m)
  expect(out).toContain('$3.96 is reckoned by list prices.')
  expect(out).toContain('1 request has no price')
  expect((await baton('--by', 'session')).out).toMatch(/^a \/work\/api +\$1\.98 +3 /m)
})

it('prints a row for each day, project, agent, model and source', async () => {
  const rows = objects((await baton('--json')).out)
  expect(rows.map((row) => Object.keys(row))).toEqual([SHAPE, SHAPE])
  expect(rows).toMatchObject([
    { type: 'usage', day: DAY, project: '/work/api', agent: 'claude', model: 'claude-opus-5-5', costSource: 'list' },
    { type: 'usage', day: DAY, project: '/work/api', agent: 'claude', model: 'nobody-knows', costSource: 'none' },
  ])
  expect(rows.map(({ output, cacheWrite5m, costUsd }) => [output, cacheWrite5m, costUsd])).toEqual([
    [8_000, 760_000, expect.closeTo(3.96, 9)],
    [10, 0, null],
  ])
})

const SHAPE =
  'type at day project agent model input output cacheRead cacheWrite5m cacheWrite1h costUsd costSource'.split(' ')

it('writes CSV for spreadsheets', async () => {
  const { out } = await baton('--csv', '--by', 'month')
  const [head, row, ...rest] = out.split('\r\n')
  expect(head).toBe('month,requests,errors,turns,input,output,cacheRead,cacheWrite5m,cacheWrite1h,costUsd,unpriced')
  expect(row).toMatch(new RegExp(`^${DAY.slice(0, 7)},5,0,5,0,8010,0,760000,0,3\\.9\\d*,1$`))
  expect(rest).toEqual([''])
})

it('advises, and explains what it advises', async () => {
  const [advice, ...others] = objects((await baton('--advice', '--json')).out)
  expect(others).toEqual([])
  expect(advice).toMatchObject({ type: 'advice', kind: 'cache-misses', sessions: 2 })
  const [again, ...rows] = objects((await baton('--explain', String(advice?.['id']), '--json')).out)
  expect(again?.['id']).toBe(advice?.['id'])
  const saved = rows.reduce((sum, row) => sum + Number(row['costUsd']) - Number(row['insteadUsd']), 0)
  expect(saved).toBeCloseTo(Number(advice?.['savedUsd']), 9)
  expect((await baton('--advice')).out).toContain(`baton usage --explain ${String(advice?.['id'])}`)
})

it('says what it cannot do', async () => {
  const unknown = await baton('--explain', 'x')
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringMatching(/^baton: advice x: no advice has such an id\./),
  ])
  const project = await baton('--project', '/nowhere')
  expect([project.code, project.err]).toEqual([
    2,
    expect.stringContaining('/nowhere: nothing is known of such a project'),
  ])
  const range = await baton('--until', '2020-01-01')
  expect([range.code, range.err]).toEqual([
    0,
    expect.stringContaining('Nothing is known of the beginning to 2020-01-01'),
  ])
})
