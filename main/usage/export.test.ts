import { describe, expect, it } from 'vitest'
import type { UsageRow } from '../../contract/ledger.ts'
import { columnsOf, flatRow } from './export-rows.ts'
import { exportName, toCsv, toJson } from './export.ts'

const row = (change: Partial<UsageRow> = {}): UsageRow => ({
  requests: 2,
  errors: 1,
  turns: 1,
  tokens: { input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5 },
  costUsd: 0.25,
  unpriced: 0,
  ...change,
})

/** A reader of RFC 4180. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ',') rows.push([])
  }
  return rows.slice(0, -1)
}

describe('CSV', () => {
  it('has a header row, CRLF, and a row for each group', () => {
    expect(toCsv([row({ day: '2026-11-22', model: 'm' })], ['day', 'model'])).toBe(
      'day,model,requests,errors,turns,input,output,cacheRead,cacheWrite5m,cacheWrite1h,costUsd,unpriced\r\n' +
        '2026-11-22,m,2,1,1,1,2,3,4,5,0.25,0\r\n',
    )
    expect(toCsv([], ['series'])).toMatch(/^seriesId,requests,.*\r\n$/)
  })

  it('keeps commas, quotes and lines within a cell', () => {
    const project = '/a "b", c\nd'
    expect(parsed(toCsv([row({ project })], ['project']))[1]?.[0]).toBe(project)
  })

  it('gives a spreadsheet no formula to run', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r']) {
      const [, cells] = parsed(toCsv([row({ project: `${start}HYPERLINK("http://x")` })], ['project']))
      expect(cells?.[0]).toBe(`'${start}HYPERLINK("http://x")`)
    }
  })

  it('leaves empty what is not known', () => {
    const unpriced = row({ project: null, costUsd: 0, unpriced: 2 })
    const [head = [], cells = []] = parsed(toCsv([unpriced], ['project']))
    expect([cells[head.indexOf('project')], cells[head.indexOf('costUsd')], cells[head.indexOf('unpriced')]]).toEqual([
      '',
      '',
      '2',
    ])
  })
})

it('JSON is a list of the same rows', () => {
  const rows = [row({ agent: 'codex', sessionId: 's' }), row({ agent: 'claude', sessionId: null })]
  expect(JSON.parse(toJson(rows, ['agent', 'session']))).toEqual(rows.map((one) => flatRow(one, ['agent', 'session'])))
  expect(JSON.parse(toJson([], []))).toEqual([])
  expect(Object.keys(flatRow(row(), ['series', 'day']))).toEqual(columnsOf(['series', 'day']))
})

it('names a file for what is in it', () => {
  expect(exportName({ from: '2026-10-01', until: null, by: ['day', 'costSource'] }, 'csv')).toBe(
    'baton-usage-2026-10-01-to-now-by-day-costsource.csv',
  )
  expect(exportName({ from: null, until: null, by: [] }, 'json')).toBe('baton-usage-all.json')
})
