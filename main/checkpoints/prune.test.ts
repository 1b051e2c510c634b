import { expect, it } from 'vitest'
import { git, newFolder, newRepository, putDevDocs, userView } from './fixture.ts'
import { pruneRefs } from './prune.ts'
import { takeSnapshot } from './snapshot.ts'

it('takes away the refs it is told and no other', async () => {
  const project = newRepository()
  const docs = putDevDocs(project)
  for (const n of [1, 2, 3])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await takeSnapshot({ project, seriesId: '01S', n, docs, message: 'x', mask: true })
  const before = userView(project)
  const asked = [1, 3, 9].map((n) => ({ seriesId: '01S', n }))
  expect(await pruneRefs(project, asked)).toEqual({ ok: true, value: 2 })
  expect(await pruneRefs(project, asked)).toEqual({ ok: true, value: 0 })
  expect(git(project, 'for-each-ref', '--format=%(refname)', 'refs/baton/').trim()).toBe('refs/baton/01S/2')
  expect(userView(project)).toEqual(before)
})

it('says that there is no repository, and throws at ids that are none', async () => {
  expect(await pruneRefs(newFolder(), [])).toMatchObject({ ok: false, problem: { code: 'no-repository' } })
  await expect(pruneRefs(newRepository(), [{ seriesId: '../heads/main', n: 1 }])).rejects.toThrow(RangeError)
})
