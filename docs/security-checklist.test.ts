import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import type { Expression } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PAGE = readFileSync(path.join(ROOT, 'docs/security-checklist.md'), 'utf8')

interface Named {
  file: string
  test: string
}

/** Rows of the tables with a number: what they say of files and tests. */
const ROWS = PAGE.split('\n').flatMap((line) => {
  const cells = line.split(' | ').map((cell) => cell.replace(/^\|\s*|\s*\|$/g, '').trim())
  const [number = '', , , file = '', tests = ''] = cells
  return line.startsWith('|') && /^\d/.test(number)
    ? [{ number, file: file.replaceAll('`', ''), tests: testsOf(tests) }]
    : []
})
const NAMED = [...ROWS.flatMap(({ tests }) => tests), ...testsOf(/^Set in .*: (`.*)$/m.exec(PAGE)?.[1] ?? '')]

function testsOf(cell: string): Named[] {
  return cell.split('<br>').flatMap((one) => {
    const [, file, test] = /^`([^`]+)` (.+)$/.exec(one.trim()) ?? []
    return file === undefined || test === undefined ? [] : [{ file, test }]
  })
}

/** Names of all tests of a file, those of `it.each` as they are written. */
function testNames(file: string, text: string): string[] {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const names: string[] = []
  new Visitor({
    CallExpression({ callee, arguments: [first] }) {
      if (!['it', 'test'].includes(rootName(callee))) return
      if (first?.type === 'Literal' && typeof first.value === 'string') names.push(first.value)
    },
  }).visit(program)
  return names
}

/** `it` of `it`, `it.skip`, `it.each([…])`. */
function rootName(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type === 'MemberExpression') return rootName(callee.object)
  return callee.type === 'CallExpression' ? rootName(callee.callee) : ''
}

function isThere({ file, test }: Named): boolean {
  const whole = path.join(ROOT, file)
  return existsSync(whole) && testNames(file, readFileSync(whole, 'utf8')).includes(test)
}

describe('the security checklist', () => {
  it('has all 20 points of Electron’s list, once and in order', () => {
    const numbers = ROWS.map(({ number }) => number).filter((number) => !number.includes('.'))
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => `${n + 1}`))
  })

  it('has a file and a test for each point', () => {
    expect(ROWS.filter(({ tests }) => tests.length === 0)).toEqual([])
    expect(ROWS.map(({ file }) => file).filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([])
  })

  it('names no test that is not there', () => {
    expect(NAMED.length).toBeGreaterThan(ROWS.length)
    expect(NAMED.filter((named) => !isThere(named))).toEqual([])
  })

  it('finds tests however they are written, and nothing else', () => {
    const text = `
      it('a', () => {}); it.skip("b", () => {}); it.each([1])('c %s', () => {}); it.runIf(x)('d', () => {})
      describe('e', () => { it('f', () => say('g')) })`
    expect(testNames('x.ts', text)).toEqual(['a', 'b', 'c %s', 'd', 'f'])
    expect(isThere({ file: 'docs/security-checklist.test.ts', test: 'is not there' })).toBe(false)
    expect(isThere({ file: 'docs/none.test.ts', test: 'names no test that is not there' })).toBe(false)
  })

  it('names the fuses that the release is built with', () => {
    const builder = readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8')
    const set = [...builder.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, fuse, is]) => [fuse, is])
    const written = [...PAGE.matchAll(/^\| `(\w+)` \| (on|off) \|/gm)].map(([, fuse, is]) => [fuse, `${is === 'on'}`])
    expect(written.length).toBeGreaterThanOrEqual(8)
    expect(set).toEqual(expect.arrayContaining(written))
  })

  it('one exact version of Electron is pinned, and installed', () => {
    const read = (file: string) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as PackageFile
    const pinned = read('package.json').devDependencies?.['electron']
    expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
    expect(read('node_modules/electron/package.json').version).toBe(pinned)
  })
})

interface PackageFile {
  version: string
  devDependencies?: Record<string, string>
}
