import { expect, test } from 'vitest'
import { worker } from '../assets/scripted-model/worker.ts'
import type { SeriesEconomy } from '../contract/analytics.ts'
import type { SeriesReport } from '../contract/report.ts'
import { ask, askJson, statusOf, whereOf } from './support/ask.ts'
import { contextOf, mainRequests } from './support/evidence.ts'
import { eventsOf, play } from './support/play.ts'
import { numberedBoxes } from './support/project.ts'

const BOXES = 6
const DUE = 90_000

test('each session is told when it will be due, and the series what handing over saved', async () => {
  const usage = { base: 30_000, growth: 8_000 }
  const quick = worker()
  // Slow enough for a look while it works.
  const character: typeof quick = (conversation) => ({ ...quick(conversation), delayMs: 400 })
  const stage = await play({ character, usage, project: { boxes: numberedBoxes(BOXES) } })
  const where = whereOf(stage)
  const run = stage.run('--threshold-tokens', String(DUE))
  await run.waitForEvent('session.started', ({ n }) => n === 2)
  await run.waitForEvent('pickup', ({ checkpoint }) => checkpoint === 1)
  // Of a fresh session it is told from those before it.
  const [view] = (await statusOf(where)).series
  expect(view?.session?.forecast).toMatchObject({ due: DUE, basis: { earlier: expect.any(Number) as number } })
  expect(view?.session?.forecast?.basis.earlier).toBeGreaterThan(0)

  const completed = await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
  const [report] = await askJson<SeriesReport & { economy: SeriesEconomy }>(
    where,
    'series',
    completed.series,
    '--report',
  )
  const economy = report?.economy
  const started = eventsOf(run, 'session.started')
  // Every session but the last handed over.
  expect(economy?.cycles.map(({ n }) => n)).toEqual(started.slice(1).map((_, index) => index + 1))
  expect(economy?.actualUsd).toBeCloseTo(report?.costUsd ?? 0, 6)
  expect(economy?.unpriced).toBe(0)
  expect(economy?.withoutUsd).toBeCloseTo(
    (economy?.actualUsd ?? 0) - (economy?.spent.costUsd ?? 0) + (economy?.saved.costUsd ?? 0),
    9,
  )
  // Each request of the model belongs to the work, to a checkpoint or to a pickup; the largest part is work.
  const all = mainRequests(stage).reduce((sum, { usage: used }) => sum + contextOf(used), 0)
  expect(economy?.spent.tokens).toBeGreaterThan(0)
  expect(economy?.spent.tokens).toBeLessThan(all)
  expect(economy?.saved.tokens).toBeGreaterThan(0)

  const page = await ask(where, 'series', completed.series, '--report')
  expect(page.stdout).toContain('Handing over')
  expect(page.stdout.replaceAll(/\s+/g, ' ')).toContain('where one context would have cost')
})
