import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FAMILIES, type Family } from '../main/telemetry/prometheus/families.ts'

const page = readFileSync(new URL('prometheus.md', import.meta.url), 'utf8')

it('the page has each family once, as it is told', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `baton_'))
  const told = Object.entries<Family>(FAMILIES).map(
    ([name, { type, labels, help }]) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(' ')} | ${help} |`,
  )
  expect(rows).toEqual(told)
})
