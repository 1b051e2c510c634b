import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { claudeTranscripts } from '../agents/claude/transcripts.ts'
import { createFinder, type Finder, type Root } from './find.ts'

function root(...files: string[]): Root {
  const path = join(realpathSync(mkdtempSync(join(tmpdir(), 'baton-find-'))), 'projects')
  mkdirSync(path)
  for (const file of files) write(path, file)
  return { agent: claudeTranscripts, path }
}

function write(folder: string, file: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), 'x')
}

const names = (finder: Finder, where: Root): string[] =>
  finder
    .look([{ root: where, folder: where.path }])
    .found.map(({ file }) => relative(where.path, file.path))
    .toSorted()

it('finds transcripts at every depth, and what comes later', () => {
  const where = root('-p/a.jsonl', '-p/a/subagents/agent-1.jsonl', '-p/a/subagents/agent-1.meta.json', 'history.jsonl')
  const finder = createFinder()
  expect(names(finder, where)).toEqual(['-p/a.jsonl', '-p/a/subagents/agent-1.jsonl'])
  write(where.path, '-p/b.jsonl')
  write(where.path, '-q/r/c.jsonl')
  rmSync(join(where.path, '-p/a.jsonl'))
  expect(names(finder, where)).toEqual(['-p/a/subagents/agent-1.jsonl', '-p/b.jsonl', '-q/r/c.jsonl'])
})

it('lists a folder again only when it changed', () => {
  const where = root('-p/a.jsonl')
  const long = new Date(Date.now() - 60_000)
  const age = (): void => [join(where.path, '-p'), where.path].forEach((folder) => utimesSync(folder, long, long))
  age()
  const finder = createFinder()
  names(finder, where)
  write(where.path, '-p/b.jsonl')
  age()
  expect(names(finder, where)).toEqual(['-p/a.jsonl'])
  write(where.path, '-p/c.jsonl')
  expect(names(finder, where)).toEqual(['-p/a.jsonl', '-p/b.jsonl', '-p/c.jsonl'])
})

it('gives size and times as they are', () => {
  const where = root('-p/a.jsonl')
  const [found] = createFinder().look([{ root: where, folder: where.path }]).found
  expect(found?.file).toMatchObject({ root: where.path, size: 1 })
  expect(found?.file.bornAt).toBeLessThanOrEqual(found?.file.changedAt ?? 0)
})

it('goes round no loop of links, and takes a file once that has several names', () => {
  const where = root('-p/a.jsonl')
  symlinkSync(where.path, join(where.path, '-p', 'loop'))
  symlinkSync('self', join(where.path, 'self'))
  symlinkSync('nowhere', join(where.path, '-p', 'gone.jsonl'))
  symlinkSync('a.jsonl', join(where.path, '-p', 'b.jsonl'))
  linkSync(join(where.path, '-p', 'a.jsonl'), join(where.path, '-p', 'c.jsonl'))
  const other = { agent: claudeTranscripts, path: join(where.path, '-p', 'loop') }
  const { found, problems } = createFinder().look([where, other].map((one) => ({ root: one, folder: one.path })))
  expect(found).toHaveLength(1)
  expect(problems).toEqual([])
})

it('has nothing to say of folders that are not there', () => {
  expect(createFinder().look([{ root: root(), folder: '/no/such/folder' }])).toEqual({ found: [], problems: [] })
})

it.skipIf(process.getuid?.() === 0)('names a folder that it may not look into, and goes on', () => {
  const where = root('-p/a.jsonl', '-q/b.jsonl')
  chmodSync(join(where.path, '-p'), 0)
  const { found, problems } = createFinder().look([{ root: where, folder: where.path }])
  expect(found).toHaveLength(1)
  expect(problems).toMatchObject([{ path: join(where.path, '-p'), why: expect.stringContaining('EACCES') }])
})
