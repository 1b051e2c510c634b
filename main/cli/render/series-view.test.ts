import { expect, it } from 'vitest'
import type { SeriesView } from '../../../contract/series.ts'
import { lineWidth, paintLine } from './line.ts'
import { PLAIN, SAMPLE_NOW, SAMPLE_VIEW } from './samples.ts'
import { boxesLine, seriesLines, seriesPage } from './series-view.ts'

const shown = (view: SeriesView, columns: number) =>
  seriesLines(view, columns, SAMPLE_NOW).map((line) => paintLine(line, PLAIN, columns))

it('shows a running series in four aligned lines', () => {
  expect(shown(SAMPLE_VIEW, 100)).toMatchInlineSnapshot(`
    [
      "● running  tidy-api  session 3 · $4.21 · 1 h 12 min",
      "  context   [██████████░░░░░|░░░░░░┃░░░░░░░░░] 61k/200k 31 % · due 140k",
      "  boxes     ■■■■□□ 4 of 6 · next 5 Invoices [31mand credit notes",
      "  now       Edit src/routes/orders.ts",
    ]
  `)
})

it('keeps what matters in 40 columns', () => {
  expect(shown(SAMPLE_VIEW, 40)).toMatchInlineSnapshot(`
    [
      "● running  tidy-api",
      "  session 3 · $4.21 · 1 h 12 min",
      "  context   [████░|░░┃░░░] 61k/200k 31 %",
      "  boxes     ■■■■□□ 4 of 6 · next 5 Invo…",
      "  now       Edit src/routes/orders.ts",
    ]
  `)
})

it('says why it waits and how to answer, in full, instead of what it does', () => {
  const why = 'the agent wants to use Bash. Allow or deny it in `baton attach 01KAP3W7Y2M8Q4T6V9X1Z7Q2M4`'
  expect(shown({ ...SAMPLE_VIEW, status: 'waiting', why }, 60)).toMatchInlineSnapshot(`
    [
      "◐ waiting  tidy-api  session 3 · $4.21 · 1 h 12 min",
      "  context   [██████░░░░|░░░┃░░░░░░] 61k/200k 31 % · due 140k",
      "  boxes     ■■■■□□ 4 of 6 · next 5 Invoices [31mand credit …",
      "  why       the agent wants to use Bash. Allow or deny it in",
      "            \`baton attach 01KAP3W7Y2M8Q4T6V9X1Z7Q2M4\`",
    ]
  `)
})

it('shows what was not measured as unknown, never as zero', () => {
  const nothing = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  const fresh = {
    ...SAMPLE_VIEW,
    session: null,
    sessions: 0,
    due: null,
    soft: null,
    boxes: [],
    costUsd: 0,
    tokens: nothing,
  }
  expect(shown(fresh, 80)).toMatchInlineSnapshot(`
    [
      "● running  tidy-api  cost – · 1 h 12 min",
      "  context   not measured yet",
      "  boxes     none yet",
      "  now       Edit src/routes/orders.ts",
    ]
  `)
})

it.each([20, 40, 61, 80, 100, 200])('never draws past %i columns', (columns) => {
  const wide: SeriesView = { ...SAMPLE_VIEW, task: '日本語の長い作業'.repeat(6), activity: '編集 👩‍👩‍👧‍👦 '.repeat(30) }
  for (const line of shown(wide, columns))
    expect(lineWidth([{ text: line, tone: 'plain' }])).toBeLessThanOrEqual(columns)
})

it('lets no text of the agent steer the terminal', () => {
  const hostile = { ...SAMPLE_VIEW, activity: '\u001b]0;owned\u0007\u001b[2J\u009b2Jcalm\u202E', why: null }
  const text = shown(hostile, 200).join('\n')
  // oxlint-disable-next-line no-control-regex -- controls are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  expect(text).toContain('calm')
})

it('gives numbers alone when the squares would fill the line', () => {
  const boxes = Array.from({ length: 60 }, (_, index) => ({ number: index + 1, title: 'x', done: index < 59 }))
  expect(paintLine(boxesLine(boxes, 80), PLAIN)).toBe('59 of 60 · next 60 x')
})

it('adds the project and the id on a page of its own', () => {
  const page = seriesPage(SAMPLE_VIEW, 100, SAMPLE_NOW).map((line) => paintLine(line, PLAIN))
  expect(page.slice(-2)).toEqual(['  project   /home/ada/api', `  series    ${SAMPLE_VIEW.id} · 2 checkpoints`])
})
