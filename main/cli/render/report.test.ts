import { expect, it } from 'vitest'
import { paintLine } from './line.ts'
import { reportLines } from './report.ts'
import { PLAIN, SAMPLE_NOW, SAMPLE_REPORT } from './samples.ts'

process.env.TZ = 'UTC'

const text = (columns: number) =>
  reportLines(SAMPLE_REPORT, columns, SAMPLE_NOW)
    .map((line) => paintLine(line, PLAIN, columns))
    .join('\n')

it('tells the night in full', () => {
  expect(text(100)).toMatchInlineSnapshot(`
    "▲ needs you  tidy-api
      /home/ada/api
      2026-11-21 22:03 to now · 10 h 38 min · 2 sessions · 1 checkpoint · $3.10 · 2.8M tokens
      nobody answered in 30 min: the agent asks which database to use. Answer it in \`baton attach
      7Q2M4X\`

    Boxes  4 of 6 done
      ■  1 Read the routes
      ■  2 Write the error type
      ■  3 Orders
      ■  4 Customers
      □  5 Invoices [31mand credit notes
      □  6 Docs

    Session 1  22:03 – 01:12 · 3 h 9 min · peak 141k/200k · $3.10
      end       handed over at checkpoint 1
      done      Read the routes
                Write the error type
      changed   src/error.ts | 41 +++++
                1 file changed, 41 insertions(+)
      note      a secret was masked in dev/active/tidy-api/tidy-api-context.md
                1 file left out of the snapshot

    Session 2  01:12 – now · 7 h 29 min · peak – · cost –
      end       runs

    Waits  3 h 56 min in all
      01:30 – 01:45  the model answered with rate_limit
      05:00 – now    the agent asks you something"
  `)
})

it('wraps the reason in a narrow terminal, so that the way out is readable', () => {
  const narrow = text(40)
  expect(narrow).toContain('baton attach')
  for (const line of narrow.split('\n')) expect(line.length).toBeLessThanOrEqual(40)
})

it('leaves out what there is nothing of', () => {
  const quiet = { ...SAMPLE_REPORT, waits: [], boxes: [], sessions: [], why: null }
  const lines = reportLines(quiet, 80, SAMPLE_NOW).map((line) => paintLine(line, PLAIN))
  expect(lines.at(-1)).toBe('Boxes  –')
})

it('says what the agent counted and nothing told of, unless it is only rounding', () => {
  const first = (unattributedUsd: number) => {
    const sessions = SAMPLE_REPORT.sessions.map((session) => ({ ...session, unattributedUsd }))
    const lines = reportLines({ ...SAMPLE_REPORT, sessions, unattributedUsd }, 120, SAMPLE_NOW)
    return lines.map((line) => paintLine(line, PLAIN, 120)).join('\n')
  }
  expect(first(0.25)).toContain('$3.10 · $0.25 unattributed · 2.8M tokens')
  expect(first(0.25)).toContain('peak 141k/200k · $3.10 · $0.25 unattributed')
  expect(first(0.004)).not.toContain('unattributed')
})
