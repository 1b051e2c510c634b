import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { git, newFolder, newRepository, put, putDevDocs } from '../checkpoints/fixture.ts'
import { checkAgent, findProject, findWork, workTreeOf } from './admission.ts'

const refused = (code: string) => ({ ok: false, problem: { code, remedy: expect.stringMatching(/./) as string } })

describe('a project', () => {
  it('is known by its real path', async () => {
    const folder = newFolder()
    const link = path.join(newFolder(), 'link')
    symlinkSync(folder, link)
    expect(await findProject(link, 't')).toEqual({ ok: true, value: folder })
  })

  it('has to be a folder, and its task a plain name', async () => {
    const folder = newFolder()
    expect(await findProject(path.join(folder, 'none'), 't')).toMatchObject(refused('project-missing'))
    expect(await findProject(put(folder, 'file', ''), 't')).toMatchObject(refused('project-missing'))
    expect(await findProject(folder, '../t')).toMatchObject(refused('task-invalid'))
  })
})

describe('work', () => {
  it('is a task with an open box', async () => {
    const folder = newFolder()
    expect(await findWork(folder, 't')).toMatchObject(refused('dev-docs-missing'))
    const { boxes } = putDevDocs(folder)
    expect(await findWork(folder, 't')).toMatchObject({ ok: true, value: { boxes } })
    putDevDocs(folder, { tasks: '- [x] First thing\n' })
    expect(await findWork(folder, 't')).toMatchObject(refused('task-done'))
  })
})

describe('an agent', () => {
  it('has to be there, and to run', async () => {
    const folder = newFolder()
    const env = { PATH: folder, HOME: folder }
    expect(await checkAgent(folder, DEFAULT_POLICY, env)).toMatchObject(refused('claude-missing'))
    const claudePath = path.join(folder, 'nothing')
    expect(await checkAgent(folder, { ...DEFAULT_POLICY, claudePath }, env)).toMatchObject({ ok: false })
  })
})

describe('the work tree', () => {
  it('is the repository’s, of each git worktree its own, else the folder', async () => {
    const repository = newRepository()
    mkdirSync(path.join(repository, 'sub'))
    expect(await workTreeOf(path.join(repository, 'sub'))).toBe(repository)
    const other = path.join(newFolder(), 'tree')
    git(repository, 'worktree', 'add', '-q', other)
    expect(await workTreeOf(other)).toBe(other)
    const plain = newFolder()
    expect(await workTreeOf(plain)).toBe(plain)
  })
})
