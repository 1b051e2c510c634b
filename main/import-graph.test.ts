import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

/** Imports go down only. A room may import what stands behind it; `.oxlintrc.json` says the same to the editor. */
const BELOW: Record<string, readonly string[]> = {
  contract: [],
  // Where the product's own files lie; knows nothing of what they do.
  package: [],
  store: ['contract', 'package'],
  // OpenTelemetry's wire formats, and the points that they carry.
  otlp: ['contract'],
  agents: ['contract', 'package', 'store', 'otlp'],
  checkpoints: ['contract', 'package'],
  sessions: ['contract', 'package', 'store', 'agents'],
  // What the ledger means: forecasts, advice, patterns, prices. Pure.
  usage: ['contract', 'store', 'agents'],
  // Every agent session of the machine: its transcripts, and whether it lives.
  discovery: ['contract', 'package', 'store', 'agents', 'sessions', 'usage'],
  series: ['contract', 'package', 'store', 'agents', 'checkpoints', 'sessions', 'usage'],
  alerts: ['contract', 'store', 'usage'],
  server: ['contract'],
  telemetry: ['contract', 'package', 'store', 'otlp', 'agents', 'server'],
  core: [
    'contract',
    'package',
    'store',
    'agents',
    'checkpoints',
    'sessions',
    'usage',
    'discovery',
    'series',
    'alerts',
    'server',
    'telemetry',
  ],
  cli: [
    'contract',
    'package',
    'store',
    'otlp',
    'agents',
    'checkpoints',
    'sessions',
    'usage',
    'discovery',
    'series',
    'alerts',
    'server',
    'telemetry',
    'core',
  ],
  shell: ['contract', 'package', 'store', 'agents', 'checkpoints', 'sessions', 'series', 'alerts', 'server', 'core'],
  // The two programs: the command, and Electron's main process.
  'main/cli.ts': ['cli'],
  'main/index.ts': ['contract', 'core', 'shell'],
  preload: ['contract'],
  renderer: ['contract'],
  assets: [],
}
/** Who may import Electron: its main process, and the preload that hands the page its port. */
const KNOW_ELECTRON = new Set(['shell', 'main/index.ts', 'preload'])
/** They run in a page, where nothing of Node is. Their tests run in Node. */
const IN_A_PAGE = new Set(['preload', 'renderer'])

/** What one file may import that its room may not, and why. */
const EXCEPTIONS: Record<string, readonly string[]> = {
  // The demo plays a scripted model that other programs read as well.
  'main/cli/commands/demo.ts': ['assets'],
  // It holds what the model recognises against what the loop says.
  'assets/scripted-model/requests-seen.test.ts': ['checkpoints', 'series'],
  // One suite holds all transports to the contract; the page's WebSocket needs a server at its other end.
  'renderer/client/contract.test.ts': ['server'],
}
/** Agents know the store's types, not its database. */
const TYPES_ONLY = new Set(['main/store/types.ts', 'main/store/scan-types.ts', 'main/store/request-block.ts'])

const MEDIAN_LINES = 120
const MOST_LINES = 500

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FILES = globSync('{contract,main,preload,renderer,assets,e2e,bench,docs,scripts}/**/*.{ts,tsx}', {
  cwd: ROOT,
}).sort()

interface Import {
  from: string
  /** Path from the root, or the name of a package. */
  to: string
}

/** All that a file imports: statements, re-exports, dynamic imports. A dynamic one of no fixed name is not seen. */
function importsOf(file: string, text: string): Import[] {
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const names = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) => one.entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      return /^(['"])(.+)\1$/.exec(text.slice(start, end))?.[2] ?? []
    }),
  ]
  return names.map((name) => ({
    from: file,
    to: name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name,
  }))
}

function roomOf(file: string): string {
  const [top = '', second = '', third] = file.split('/')
  if (top !== 'main') return top
  return third === undefined ? file : second
}

/** Why an import is not allowed; null: it is. */
function judge({ from, to }: Import): string | null {
  const room = roomOf(from)
  const below = BELOW[room]
  if (to.startsWith('electron')) return KNOW_ELECTRON.has(room) ? null : 'only the shell and preload import electron'
  if (to.startsWith('node:') && IN_A_PAGE.has(room) && !from.includes('.test.')) return 'a page has nothing of Node'
  if (below === undefined) return null
  if (!/^(contract|main|assets|e2e|bench|docs|preload|renderer|scripts)\//.test(to)) {
    const free = room !== 'contract' || to === 'zod' || from.endsWith('.test.ts')
    return free ? null : 'the contract imports only zod'
  }
  const target = roomOf(to)
  if (target === room || EXCEPTIONS[from]?.includes(target) === true) return null
  if (!below.includes(target)) return `${room} does not import ${target}`
  const whole = room === 'agents' && target === 'store' && !from.includes('.test.') && !TYPES_ONLY.has(to)
  return whole ? 'agents know the store by its types' : null
}

const IMPORTS = FILES.flatMap((file) => importsOf(file, readFileSync(path.join(ROOT, file), 'utf8')))

describe('imports', () => {
  it('go down only', () => {
    expect(IMPORTS.flatMap((one) => (judge(one) === null ? [] : [`${one.from} → ${one.to}: ${judge(one)}`]))).toEqual(
      [],
    )
  })

  it('are seen, of every kind', () => {
    const text = `import type { A } from '../store/a.ts'; export * from './b.ts'; const c = import('../core/c.ts'); import 'd'`
    const found = importsOf('main/cli/x.ts', text).map(({ to }) => to)
    expect(found.toSorted()).toEqual(['d', 'main/cli/b.ts', 'main/core/c.ts', 'main/store/a.ts'])
    expect(IMPORTS.length).toBeGreaterThan(FILES.length)
  })

  it.each([
    ['contract/a.ts', 'zod', null],
    ['contract/a.ts', 'ulid', 'the contract imports only zod'],
    ['contract/a.ts', 'main/store/types.ts', 'contract does not import store'],
    ['main/store/a.ts', 'main/agents/b.ts', 'store does not import agents'],
    ['main/agents/claude/a.ts', 'main/store/types.ts', null],
    ['main/agents/claude/a.ts', 'main/store/open.ts', 'agents know the store by its types'],
    ['main/server/a.ts', 'main/series/b.ts', 'server does not import series'],
    ['main/series/steps/a.ts', 'main/core/b.ts', 'series does not import core'],
    ['main/cli/a.ts', 'assets/scripted-model/demo.ts', 'cli does not import assets'],
    ['main/cli/commands/demo.ts', 'assets/scripted-model/demo.ts', null],
    ['main/core/a.ts', 'e2e/support/b.ts', 'core does not import e2e'],
    ['main/sessions/a.ts', 'electron', 'only the shell and preload import electron'],
    ['main/shell/a.ts', 'electron', null],
    ['main/index.ts', 'electron', null],
    ['main/cli.ts', 'electron', 'only the shell and preload import electron'],
    ['preload/index.ts', 'electron', null],
    ['renderer/app/a.tsx', 'electron', 'only the shell and preload import electron'],
    ['bench/a.ts', 'electron/main', 'only the shell and preload import electron'],
    ['main/index.ts', 'main/shell/a.ts', null],
    ['main/cli.ts', 'main/shell/a.ts', 'main/cli.ts does not import shell'],
    ['main/cli/a.ts', 'main/shell/b.ts', 'cli does not import shell'],
    ['main/core/a.ts', 'main/alerts/b.ts', null],
    ['main/alerts/a.ts', 'main/series/b.ts', 'alerts does not import series'],
    ['main/series/a.ts', 'main/alerts/b.ts', 'series does not import alerts'],
    ['main/shell/a.ts', 'renderer/app/b.ts', 'shell does not import renderer'],
    ['renderer/app/a.tsx', 'contract/b.ts', null],
    ['renderer/app/a.tsx', 'react', null],
    ['renderer/app/a.tsx', 'node:path', 'a page has nothing of Node'],
    ['renderer/app/a.test.ts', 'node:path', null],
    ['renderer/app/a.ts', 'main/server/b.ts', 'renderer does not import server'],
    ['renderer/client/contract.test.ts', 'main/server/test-core.ts', null],
    ['preload/index.ts', 'renderer/app/a.ts', 'preload does not import renderer'],
    ['bench/a.ts', 'e2e/support/b.ts', null],
  ])('of %s: %s is judged', (from, to, why) => {
    expect(judge({ from, to })).toBe(why)
  })

  it('of no exception outlive it', () => {
    const used = Object.entries(EXCEPTIONS).map(([file, rooms]) => [
      file,
      rooms.filter((room) => IMPORTS.some(({ from, to }) => from === file && roomOf(to) === room)),
    ])
    expect(Object.fromEntries(used)).toEqual(EXCEPTIONS)
  })
})

describe('files', () => {
  const lines = FILES.map((file) => readFileSync(path.join(ROOT, file), 'utf8').split('\n').length - 1)

  it(`are of ${MEDIAN_LINES} lines in the middle, of ${MOST_LINES} at most`, () => {
    const middle = lines.toSorted((a, b) => a - b)[Math.floor(lines.length / 2)]
    expect(middle).toBeLessThanOrEqual(MEDIAN_LINES)
    expect(FILES.filter((_, index) => (lines[index] ?? 0) > MOST_LINES)).toEqual([])
  })
})
