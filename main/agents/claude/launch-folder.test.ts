import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeLaunchFolder, removeLaunch, removeStaleLaunches, writePrivate } from './launch-folder.ts'

let root: string
let launches: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'baton-folder-'))
  launches = join(root, 'launches')
  return () => rm(root, { recursive: true })
})

describe('makeLaunchFolder', () => {
  it('makes both folders for us alone', async () => {
    expect(await makeLaunchFolder(join(launches, 'L1'))).toEqual({ ok: true, value: null })
    expect((await stat(launches)).mode & 0o777).toBe(0o700)
    expect((await stat(join(launches, 'L1'))).mode & 0o777).toBe(0o700)
    expect((await makeLaunchFolder(join(launches, 'L1'))).ok).toBe(true)
  })

  it('refuses a link in its place', async () => {
    await mkdir(launches, { mode: 0o700 })
    await mkdir(join(root, 'elsewhere'), { mode: 0o700 })
    await symlink(join(root, 'elsewhere'), join(launches, 'L1'))
    expect(await makeLaunchFolder(join(launches, 'L1'))).toMatchObject({
      problem: { cause: expect.stringContaining('link') },
    })
    await symlink(launches, join(root, 'linked'))
    expect(await makeLaunchFolder(join(root, 'linked', 'L2'))).toMatchObject({
      problem: { code: 'launch-folder', thing: join(root, 'linked') },
    })
  })

  it('refuses a folder that others may enter', async () => {
    await mkdir(launches)
    await chmod(launches, 0o750)
    expect(await makeLaunchFolder(join(launches, 'L1'))).toMatchObject({ ok: false, problem: { thing: launches } })
  })

  it('says what stands in the way', async () => {
    await writeFile(launches, '')
    expect(await makeLaunchFolder(join(launches, 'L1'))).toMatchObject({
      problem: { cause: expect.stringContaining('EEXIST') },
    })
  })
})

describe('writePrivate', () => {
  it('writes a file for us alone', async () => {
    expect((await writePrivate(join(root, 'f'), 'text')).ok).toBe(true)
    expect((await stat(join(root, 'f'))).mode & 0o777).toBe(0o600)
  })

  it('neither follows nor replaces what is there', async () => {
    await writeFile(join(root, 'old'), 'old')
    await symlink(join(root, 'target'), join(root, 'link'))
    expect(await writePrivate(join(root, 'old'), 'new')).toMatchObject({ ok: false, problem: { code: 'launch-file' } })
    expect((await writePrivate(join(root, 'link'), 'new')).ok).toBe(false)
    expect(await readFile(join(root, 'old'), 'utf8')).toBe('old')
    expect(await readdir(root)).not.toContain('target')
  })
})

describe('removal', () => {
  it('takes the folder and not what a link in it points to', async () => {
    await mkdir(join(launches, 'L1'), { recursive: true })
    await writeFile(join(root, 'kept'), '')
    await symlink(root, join(launches, 'L1', 'link'))
    await removeLaunch(join(launches, 'L1'))
    await removeLaunch(join(launches, 'L1'))
    expect(await readdir(launches)).toEqual([])
    expect(await readdir(root)).toContain('kept')
  })

  it('leaves the living', async () => {
    for (const id of ['a', 'b', 'c']) await mkdir(join(launches, id), { recursive: true })
    expect(await removeStaleLaunches(launches, ['b'])).toEqual(['a', 'c'])
    expect(await readdir(launches)).toEqual(['b'])
    expect(await removeStaleLaunches(join(root, 'none'), [])).toEqual([])
  })
})
