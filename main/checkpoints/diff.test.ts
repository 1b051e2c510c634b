import { chmodSync, existsSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { contentsDiff, diffCheckpoints } from './diff.ts'
import { git, newFolder, newRepository, put, putDevDocs } from './fixture.ts'
import { takeSnapshot } from './snapshot.ts'

function take(project: string, n: number, texts = {}) {
  return takeSnapshot({ project, seriesId: '01S', n, docs: putDevDocs(project, texts), message: 'x', mask: true })
}

it('shows the whole work tree between two checkpoints, and against now', async () => {
  const project = newRepository()
  const from = await take(project, 1)
  put(project, 'a.txt', 'two\n')
  const to = await take(project, 2)
  const diff = await diffCheckpoints({ project, from, to })
  expect(diff.ok && diff.value).toMatch(/^diff --git a\/a\.txt b\/a\.txt\n[^]*-one\n\+two\n$/)
  put(project, 'new.txt', 'new\n')
  const now = await diffCheckpoints({ project, from: to, to: 'now' })
  expect(now.ok && now.value).toMatch(/^diff --git a\/new\.txt[^]*\+new\n$/)
  const whole = await diffCheckpoints({ project, from: null, to: from })
  expect(whole.ok && whole.value).toContain('+one')
})

it('runs no command of the user’s configuration', async () => {
  const project = newRepository()
  const mark = path.join(newFolder(), 'ran')
  const tool = put(newFolder(), 'tool', `#!/bin/sh\ntouch ${mark}\ncat "$1"\n`)
  chmodSync(tool, 0o755)
  git(project, 'config', 'diff.mine.command', tool)
  git(project, 'config', 'diff.mine.textconv', tool)
  put(project, '.gitattributes', '*.txt diff=mine\n')
  const from = await take(project, 1)
  put(project, 'a.txt', 'two\n')
  const diff = await diffCheckpoints({ project, from, to: await take(project, 2) })
  expect(diff.ok && diff.value).toContain('+two')
  expect(existsSync(mark)).toBe(false)
})

it('compares the stored dev-docs where there is no commit, or it is gone', async () => {
  const project = newFolder()
  const from = await take(project, 1)
  const to = await take(project, 2, { context: 'other\n' })
  const diff = await diffCheckpoints({ project, from, to })
  expect(diff.ok && diff.value).toMatch(/--- a\/dev\/active\/t\/t-context\.md\n\+\+\+ b\/dev[^]*\+other\n$/)
  const now = await diffCheckpoints({ project, from, to: 'now' })
  expect(now).toEqual(diff)
  const pruned = await diffCheckpoints({
    project: newRepository(),
    from: { ...from, commit: '1'.repeat(40) },
    to: { ...to, commit: '2'.repeat(40) },
  })
  expect(pruned).toEqual(diff)
})

it('shows files that came or went, and nothing for the same', () => {
  const [a, b] = [
    { path: 'a', text: '1\n' },
    { path: 'b', text: '2\n' },
  ]
  expect(contentsDiff([a], [a])).toBe('')
  expect(contentsDiff([a], [b])).toMatch(
    /--- a\/a\n\+\+\+ \/dev\/null\n[^]*-1\n[^]*--- \/dev\/null\n\+\+\+ b\/b\n[^]*\+2\n/,
  )
})
