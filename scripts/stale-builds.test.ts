import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { staleBuilds, type Build } from './stale-builds.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'baton-stale-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const BUILD: Build = { script: 'build:x', what: 'x', sources: ['*.ts'], output: 'x.js' }
const put = (file: string, seconds: number) => {
  writeFileSync(path.join(root, file), '')
  utimesSync(path.join(root, file), seconds, seconds)
}
const stale = () => staleBuilds(root, [BUILD]).map(({ script }) => script)

it('builds what was never built, and what changed since', () => {
  put('a.ts', 100)
  expect(stale()).toEqual(['build:x'])
  put('x.js', 200)
  expect(stale()).toEqual([])
  put('b.ts', 300)
  expect(stale()).toEqual(['build:x'])
})
