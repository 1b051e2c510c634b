import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { newRepository, put } from './fixture.ts'
import { gitIn } from './git.ts'
import { lookAround } from './look-around.ts'

it('tells untracked from ignored, names whole ignored folders and keeps odd names', async () => {
  const top = newRepository()
  put(top, '.gitignore', '*.log\nbuilt/\n')
  put(top, 'new/n ew\n?.txt', '1')
  put(top, 'a.txt', 'changed\n')
  put(top, 'x.log', 'x')
  put(top, 'built/deep/one.js', '1')
  put(top, 'built/deep/two.js', '2')
  put(top, '.env', 'A=1')
  mkdirSync(path.join(top, 'empty'))
  const found = await lookAround(top, gitIn(top))
  expect(found.why).toBeNull()
  expect(found.taken.map(String).toSorted()).toEqual(['.gitignore', 'new/n ew\n?.txt'])
  expect(found.skipped).toEqual([
    { path: '.env', why: 'its name looks like a secret' },
    { path: 'built/', why: 'ignored by git' },
    { path: 'x.log', why: 'ignored by git' },
  ])
  expect(found.submodules).toEqual([])
})

it('names the first fifty ignored paths and counts the rest', async () => {
  const top = newRepository()
  put(top, '.gitignore', '*.log\n')
  for (let n = 0; n < 53; n += 1) put(top, `${n}.log`, '')
  const { skipped } = await lookAround(top, gitIn(top))
  expect(skipped).toHaveLength(51)
  expect(skipped.at(-1)).toEqual({ path: '… and 3 more', why: 'ignored by git' })
})

it('says why when git cannot tell', async () => {
  const top = newRepository()
  const found = await lookAround(top, gitIn(path.join(top, '.git')))
  expect(found).toMatchObject({ taken: [], skipped: [], submodules: [] })
  expect(found.why).toMatch(/work tree/)
})
