import { mkdirSync, rmSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { git, newFolder, newRepository, put, putDevDocs, userView } from './fixture.ts'
import { takeSnapshot } from './snapshot.ts'
import { diffStat, workTreeMark } from './work-tree.ts'

/** Does each step and gives the marks, the first one before any. */
async function marks(project: string, ...steps: (() => unknown)[]): Promise<string[]> {
  const all = [await workTreeMark(project)]
  for (const step of steps) {
    step()
    // oxlint-disable-next-line no-await-in-loop -- each mark belongs to its step
    all.push(await workTreeMark(project))
  }
  return all
}

describe('workTreeMark', () => {
  it('changes with each edit, new file, deletion and commit, and stays without', async () => {
    const top = newRepository()
    const all = await marks(
      top,
      () => put(top, 'a.txt', 'two\n'),
      () => put(top, 'a.txt', 'three\n'),
      () => put(top, 'new/n ew.txt', '1'),
      () => put(top, 'new/n ew.txt', '22'),
      () => rmSync(path.join(top, 'a.txt')),
      () => git(top, 'add', '-A'),
      () => git(top, 'commit', '-qm', 'Work'),
    )
    expect(new Set(all).size).toBe(8)
    expect(await workTreeMark(top)).toBe(all.at(-1))
  })

  it('sees an edit that keeps size and time of a changed file', async () => {
    const top = newRepository()
    const file = put(top, 'a.txt', 'two\n')
    utimesSync(file, 1_700_000_000, 1_700_000_000)
    const [before, after] = await marks(top, () => {
      put(top, 'a.txt', 'owt\n')
      utimesSync(file, 1_700_000_000, 1_700_000_000)
    })
    expect(after).not.toBe(before)
  })

  it.each([
    ['at the top', ''],
    ['in a subfolder', 'packages/app'],
  ])('takes no notice of dev/ and ignored files, project %s', async (_name, below) => {
    const top = newRepository()
    const project = path.join(top, below)
    mkdirSync(project, { recursive: true })
    put(top, '.gitignore', '*.log\n')
    const [before, ...after] = await marks(
      project,
      () => putDevDocs(project),
      () => putDevDocs(project, { context: 'other' }),
      () => put(project, 'x.log', 'x'),
    )
    expect(new Set(after)).toEqual(new Set([before]))
    put(top, 'elsewhere.txt', 'x')
    expect(await workTreeMark(project)).not.toBe(before)
  })

  it('works on times and sizes where there is no repository', async () => {
    const project = newFolder()
    put(project, 'src/a.ts', 'one')
    const all = await marks(
      project,
      () => put(project, 'src/a.ts', 'other'),
      () => put(project, 'src/b.ts', ''),
      () => rmSync(path.join(project, 'src/b.ts')),
    )
    expect(new Set(all).size).toBe(3)
    expect(all[3]).toBe(all[1])
    putDevDocs(project)
    put(project, 'node_modules/x/index.js', 'x')
    expect(await workTreeMark(project)).toBe(all[3])
  })

  it('does not refresh the user’s index', async () => {
    const top = newRepository()
    utimesSync(path.join(top, 'a.txt'), 1_700_000_000, 1_700_000_000)
    const before = userView(top)
    await workTreeMark(top)
    expect(userView(top)).toEqual(before)
  })

  it('moves nothing in an empty repository', async () => {
    const top = newFolder()
    git(top, 'init', '-q')
    put(top, 'a.txt', 'x')
    const before = userView(top)
    await workTreeMark(top)
    expect(userView(top)).toEqual(before)
  })
})

describe('diffStat', () => {
  it('compares checkpoints with each other, with nothing and with now, untracked files included', async () => {
    const project = newRepository()
    const take = (n: number) =>
      takeSnapshot({ project, seriesId: '01S', n, docs: putDevDocs(project), message: 'x', mask: true })
    put(project, 'new.txt', '1\n')
    const [one, unchanged] = [await take(1), await diffStat(project, (await take(2)).commit, 'now')]
    expect(unchanged).toEqual({ ok: true, value: [] })
    put(project, 'new.txt', '1\n2\n')
    put(project, 'newer.txt', '1\n')
    const before = userView(project)
    const objects = git(project, 'count-objects', '-v')
    const stat = await diffStat(project, one.commit, 'now')
    expect(userView(project)).toEqual(before)
    expect(git(project, 'count-objects', '-v')).toBe(objects)
    expect(stat.ok && stat.value.map((line) => line.replace(/ +/g, ' '))).toEqual([
      ' new.txt | 1 +',
      ' newer.txt | 1 +',
      ' 2 files changed, 2 insertions(+)',
    ])
    const all = await diffStat(project, null, one.commit ?? '')
    expect(all.ok && all.value.at(-1)).toContain('5 files changed')
  })

  it('says what is wrong', async () => {
    expect(await diffStat(newFolder(), null, 'now')).toMatchObject({ problem: { code: 'no-repository' } })
    const gone = await diffStat(newRepository(), '1'.repeat(40), 'now')
    expect(gone).toMatchObject({ ok: false, problem: { code: 'diff-failed' } })
  })
})
