import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { createExposition } from './exposition.ts'
import { FAMILIES, type Family } from './families.ts'
import { sampleInput } from './sample-input.ts'

const ASSETS = new URL('../../../assets/', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, ASSETS), 'utf8')

interface Panel {
  title: string
  type: string
  gridPos: { x: number; y: number; w: number; h: number }
  targets?: { expr: string; datasource: { uid: string } }[]
  datasource?: { uid: string }
}
interface Dashboard {
  uid: string
  title: string
  schemaVersion: number
  panels: Panel[]
  templating: { list: { name: string; type: string; definition?: string }[] }
}

const dashboard = JSON.parse(read('grafana/baton-dashboard.json')) as Dashboard
const ofDashboard = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
const ofRules = [...read('prometheus/baton.rules.yml').matchAll(/^\s+expr: (.+)$/gm)].map(([, expr = '']) => expr)
/** Every name that a scrape can bring, with the labels of ours. */
let names: Set<string>

beforeAll(async () => {
  const text = await (await createExposition('text')).text(sampleInput())
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  names = new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
    ),
  )
})

it.each([
  ['rules', ofRules, 8],
  ['dashboard', ofDashboard, 20],
])('the %s ask for nothing that is not told', (_, expressions, least) => {
  expect(expressions.length).toBeGreaterThanOrEqual(least)
  const asked = expressions.flatMap((expr) => expr.match(/\b(?:baton|process|nodejs)_\w+/g) ?? [])
  expect(asked.length).toBeGreaterThanOrEqual(least - 1)
  expect(asked.filter((name) => !names.has(name))).toEqual([])
})

it('both select and group by labels that there are', () => {
  const known = new Set(['instance', 'job', 'le', ...Object.values<Family>(FAMILIES).flatMap(({ labels }) => labels)])
  const used = [...ofRules, ...ofDashboard].flatMap((expr) => [
    ...[...expr.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label),
    ...[...expr.matchAll(/(?:by|without) \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
  ])
  expect(used.filter((label) => !known.has(label))).toEqual([])
})

it('the dashboard shows every family of ours', () => {
  const all = [...ofDashboard, ...dashboard.templating.list.map(({ definition }) => definition)].join(' ')
  expect(Object.keys(FAMILIES).filter((name) => !all.includes(name))).toEqual([])
})

it('the dashboard can be imported anywhere: its data source is chosen there, and its panels lie side by side', () => {
  expect(dashboard).toMatchObject({ uid: 'baton', title: 'Baton', schemaVersion: 41 })
  expect(dashboard.templating.list.map(({ name, type }) => [name, type])).toEqual([
    ['datasource', 'datasource'],
    ['instance', 'query'],
  ])
  const sources = dashboard.panels.flatMap(({ datasource, targets = [] }) => [
    ...(datasource ? [datasource.uid] : []),
    ...targets.map((target) => target.datasource.uid),
  ])
  expect(new Set(sources)).toEqual(new Set(['${datasource}']))
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
  )
  expect(new Set(cells).size).toBe(cells.length)
  expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24)
})
