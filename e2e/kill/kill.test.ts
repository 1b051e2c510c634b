import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { TRANSITIONS } from '../../main/series/transitions.ts'
import { HELPERS } from './character.ts'
import { killSeries, type KilledSeries } from './kill-series.ts'
import { GROUPS, pointsOf, WITHOUT_CLI, type Group, type Point } from './points.ts'
import { tableOf } from './table.ts'

/** 66 kills in two series, each with a new start of something; alone on two cores they take a quarter of it. */
const LIMIT_MS = 1_800_000

const done: KilledSeries[] = []

afterAll(async () => {
  process.stdout.write(tableOf(done))
  await Promise.all(done.map((series) => series.close()))
})

test('the points are those of the reducer', () => {
  const names = Object.values(GROUPS).flat()
  expect(names.toSorted()).toEqual(Object.keys(TRANSITIONS).toSorted())
  expect(pointsOf(names)).toHaveLength(4 * Object.keys(TRANSITIONS).length - 2 * WITHOUT_CLI.length)
})

describe('the core and the CLI killed before and after each persisted transition, the same command typed again', () => {
  test.concurrent.each(Object.keys(GROUPS) as Group[])(
    '%s: nothing is lost, done twice or left over',
    async (group) => {
      const points = pointsOf(GROUPS[group])
      const series = await killSeries(points)
      done.push(series)

      if (series.missed.length > 0) throw new Error(described(series))
      expect(series.hits.map(nameOf).toSorted()).toEqual(points.map(nameOf).toSorted())
      expectKills(series)
      expect(series.series.map(({ status }) => status)).toEqual(['completed'])
      expectBoxesDoneOnce(series)
      expectCheckpointsKept(series)
      expect(series.sampler.samples().filter(({ pids }) => pids.length > 1)).toEqual([])
      expect(series.sampler.most()).toBe(1)
      expect(series.helpers).toEqual(new Set(HELPERS))
      expect(series.left.map(({ argv }) => argv.join(' '))).toEqual([])
      expect([series.sibling.exitCode, series.sibling.signalCode]).toEqual([null, null])
    },
    LIMIT_MS,
  )
})

/** Every command but the last lost its core (one of a core that was lost at its start may try again); agents killed were sessions. */
function expectKills({ hits, runs, sampler }: KilledSeries): void {
  const ofCore = hits.filter(({ victim }) => victim === 'core')
  const ofCli = hits.filter(({ victim }) => victim === 'cli')
  expect(new Set(ofCore.map(({ pid }) => pid)).size).toBe(ofCore.length)
  expect(new Set(runs.slice(0, -1).map(({ code }) => code))).toEqual(new Set([1]))
  expect(runs.length - 1).toBeLessThanOrEqual(ofCore.length)
  // One that is killed as soon as it is started may live shorter than a sample takes.
  const sampled = ofCli.filter((hit) => !nameOf(hit).endsWith('started'))
  expect(sampled.filter(({ pid }) => !sampler.pids().includes(pid)).map(nameOf)).toEqual([])
}

function expectBoxesDoneOnce({ project }: KilledSeries): void {
  const boxes = project.boxes()
  expect(boxes.filter((box) => !box.done)).toEqual([])
  const outputs = boxes.map(({ title }) => project.read(title.replace('Write ', '')))
  expect(outputs).toEqual(boxes.map(({ title }) => `done: ${title}\n`))
}

/** Each one that was announced is in the store with its hash, and on its ref. */
function expectCheckpointsKept({ announced, checkpoints, project }: KilledSeries): void {
  expect(announced.length).toBeGreaterThan(0)
  for (const { n, sha256, ref } of announced) {
    const kept = checkpoints.find(({ row }) => row.n === n)
    expect(kept?.row).toMatchObject({ n, sha256, ref })
    const lines = kept?.contents?.map(({ path, text }) => `${hashOf(text)}  ${path}\n`).toSorted() ?? []
    expect(hashOf(lines.join(''))).toBe(sha256)
    expect(project.git('rev-parse', String(ref))).toBe(kept?.row.commit)
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function nameOf({ victim, moment, name }: Point): string {
  return `${victim} ${moment} ${name}`
}

function described({ runs, missed, log }: KilledSeries): string {
  const ends = runs.map(({ code, ms }) => `${code} after ${ms} ms`).join(', ')
  return `missed: ${missed.map(nameOf).join(', ')}\nruns: ${ends}\n${runs.at(-1)?.stderr ?? ''}\n${log().slice(-6000)}`
}
