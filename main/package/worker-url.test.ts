import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { workerUrl } from './worker-url.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'baton-worker-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const url = (file: string) => pathToFileURL(path.join(folder, file))
const put = (file: string) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), '')
}
const find = (from: string) => workerUrl(url(from).href, 'worker.ts', 'store-worker.js')

it('finds a worker beside the source', () => {
  expect(find('open.ts')).toEqual(url('worker.ts'))
})

it('finds it in the bundle, from an entry and from a chunk', () => {
  put('dist/store-worker.js')
  expect(find('dist/cli.js')).toEqual(url('dist/store-worker.js'))
  expect(find('dist/chunks/core.js')).toEqual(url('dist/store-worker.js'))
})

it('finds it beside the archive of a packaged app', () => {
  put('app.asar.unpacked/dist/store-worker.js')
  expect(find('app.asar/dist/desktop.js')).toEqual(url('app.asar.unpacked/dist/store-worker.js'))
  expect(find('app.asar/dist/chunks/core.js')).toEqual(url('app.asar.unpacked/dist/store-worker.js'))
})
