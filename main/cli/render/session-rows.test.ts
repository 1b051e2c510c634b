import { expect, it } from 'vitest'
import type { ObservedSession } from '../../../contract/observed.ts'
import { paintLine, type Line } from './line.ts'
import { PLAIN, SAMPLE_NOW, SAMPLE_OBSERVED, SAMPLE_SESSION } from './samples.ts'
import { parallelNotes, sessionRows, sessionTable } from './session-rows.ts'

const text = (lines: Line[]) => lines.map((line) => paintLine(line, PLAIN)).join('\n')
const observed = (change: Partial<ObservedSession> = {}): ObservedSession => ({ ...SAMPLE_OBSERVED, ...change })

const ended = observed({
  sessionId: 'eeeeeeee',
  state: 'ended',
  agent: 'codex',
  context: null,
  forecast: null,
  model: null,
})
const waiting = observed({ sessionId: 'cccccccc', state: 'waiting', waitingFor: 'permission prompt' })

it('lists what waits for a person first, then the living, each with what is known of it', () => {
  const over = { ...SAMPLE_SESSION, sessionId: 'ffffffff', live: false, endedAt: '2026-11-22T08:30:00.000Z' }
  const rows = sessionRows([over, SAMPLE_SESSION], [ended, observed(), waiting])
  expect(text(sessionTable(rows, 160, SAMPLE_NOW))).toMatchInlineSnapshot(`
    "state            session   agent   context              project        cost   last sign   series     due in          model
    ▲ waits for you  cccccccc  claude  [████░┃░░] 98k/200k  /home/ada/api  $2.40  31 s ago    –          ~6 turns (4–9)  opus-4-5
    ● busy           5b1f6c1e  claude  [██░░░░░░] 61k/200k  /home/ada/api  $1.02  31 s ago    Z7Q2M4 #3  –               opus-4-5
    ● busy           7c2a9d10  claude  [████░┃░░] 98k/200k  /home/ada/api  $2.40  31 s ago    –          ~6 turns (4–9)  opus-4-5
    ■ ended          eeeeeeee  codex   –                    /home/ada/api  $2.40  31 s ago    –          –               –
    ■ ended          ffffffff  claude  [██░░░░░░] 61k/200k  /home/ada/api  $1.02  11 min ago  Z7Q2M4 #3  –               opus-4-5"
  `)
})

it('shows a hosted session once, as its series knows it', () => {
  const same = observed({ sessionId: SAMPLE_SESSION.sessionId, state: 'idle' })
  expect(sessionRows([SAMPLE_SESSION], [same])).toEqual([{ hosted: SAMPLE_SESSION, observed: null }])
  const resumed = { ...SAMPLE_SESSION, launchId: 'r', startedAt: '2026-11-22T08:35:00.000Z' }
  expect(sessionRows([resumed, { ...SAMPLE_SESSION, live: false }], [])).toEqual([{ hosted: resumed, observed: null }])
})

it('shows one that ended here and lives elsewhere where it lives', () => {
  const over = { ...SAMPLE_SESSION, live: false }
  const elsewhere = observed({ sessionId: over.sessionId, state: 'idle', seriesId: over.seriesId })
  expect(sessionRows([over], [elsewhere])).toEqual([{ hosted: null, observed: elsewhere }])
  expect(sessionRows([over], [{ ...elsewhere, state: 'ended' }])).toEqual([{ hosted: over, observed: null }])
})

it('says where several live in one folder', () => {
  const rows = sessionRows([SAMPLE_SESSION], [waiting, observed({ project: '/elsewhere' }), ended])
  expect(text(parallelNotes(rows))).toBe('2 sessions live in /home/ada/api: they may write over each other.')
  expect(parallelNotes(sessionRows([SAMPLE_SESSION], [ended]))).toEqual([])
})

it('leaves columns out from the right where it is narrow', () => {
  const lines = text(sessionTable(sessionRows([SAMPLE_SESSION], [observed()]), 80, SAMPLE_NOW)).split('\n')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
  expect(lines[1]).toMatch(/busy .* claude .*61k\/200k .*\$1\.02/)
})

it('lets no title or path steer the terminal', () => {
  const rows = sessionRows([], [observed({ project: '/p\u001b[2J\n', model: 'm\u001b[2J' })])
  expect(text(sessionTable(rows, 300, SAMPLE_NOW))).not.toContain('\u001b')
})
