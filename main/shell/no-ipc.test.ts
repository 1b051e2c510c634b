import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SOURCES = globSync(['main/**/*.ts', 'preload/**/*.ts', 'renderer/**/*.{ts,tsx}'], { cwd: ROOT }).filter(
  (file) => !/\.test\.tsx?$/.test(file),
)

function filesWith(pattern: RegExp): string[] {
  return SOURCES.filter((file) => pattern.test(readFileSync(path.join(ROOT, file), 'utf8')))
}

it('no message of a page reaches the main process but over its port', () => {
  const code = (name: string) => new RegExp(`^(?!\\s*(\\*|//|/\\*)).*\\b${name}\\b`, 'm')
  expect(filesWith(code('ipcMain'))).toEqual([])
  expect(filesWith(/\bipcRenderer\.(send|invoke|postMessage|sendSync|sendToHost)\b/)).toEqual([])
})

it('nothing is loaded from file:// and no page is loaded from elsewhere', () => {
  expect(filesWith(/['"`]file:\/\//).filter((file) => file.startsWith('main/shell/'))).toEqual([])
  expect(filesWith(/\.loadURL\(/)).toEqual(['main/shell/window.ts'])
  expect(filesWith(/\.loadFile\(/)).toEqual([])
})

it('only the guarded window makes pages', () => {
  expect(filesWith(/new (electron\.)?(BrowserWindow|WebContentsView|BrowserView|BaseWindow)\(/)).toEqual([
    'main/shell/window.ts',
  ])
})

it('a page opens the browser by one way only', () => {
  expect(filesWith(/\.openExternal\(/)).toEqual(['main/shell/external-links.ts'])
})
