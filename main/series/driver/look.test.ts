import { rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { git, newFolder, newRepository, put, putDevDocs } from '../../checkpoints/fixture.ts'
import { ready, T0 } from '../testing.ts'
import { lookAt } from './look.ts'

const at = { at: T0 }
const on = (project: string, change = {}) => ({ ...ready({ project, ...change }) })

describe('a look', () => {
  it('reads boxes and the context file, and no more than is asked for', async () => {
    const project = newFolder()
    const { boxes, files } = putDevDocs(project)
    const look = await lookAt(on(project), at)
    expect(look).toEqual({
      boxes,
      problem: null,
      contextSha256: files[1]?.sha256,
      vanished: ['b'],
      missing: [],
      secrets: [],
      workMark: null,
      shown: [],
      at: T0,
    })
  })

  it('judges the handover against the request', async () => {
    const project = newFolder()
    const { files } = putDevDocs(project)
    const baseline = files[1]?.sha256 ?? ''
    const unchanged = await lookAt(on(project), { ...at, handover: { baseline } })
    expect(unchanged.missing).toEqual([expect.stringContaining('has not changed since') as string])
    expect((await lookAt(on(project), { ...at, handover: { baseline: null } })).missing).toEqual([])
    putDevDocs(project, { context: '# Context\n' })
    const headless = await lookAt(on(project), { ...at, handover: { baseline } })
    expect(headless.missing).toEqual([expect.stringContaining('Next steps') as string])
  })

  it('tells secrets apart from what is missing, and never says them', async () => {
    const project = newFolder()
    const key = `AKIA${'IOSFODNN7ABCDEFG'}`
    putDevDocs(project, {
      plan: `# Plan\naws_access_key_id = ${key}\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY\n`,
    })
    const look = await lookAt(on(project), { ...at, handover: { baseline: null } })
    expect(look.missing).toEqual([])
    expect(look.secrets[0]).toContain('t-plan.md, line')
    expect(look.secrets.join(' ')).not.toContain(key)
  })

  it('asks for no next steps when all is done', async () => {
    const project = newFolder()
    putDevDocs(project, { context: '# Context\n', tasks: '- [x] First thing\n' })
    expect((await lookAt(on(project), { ...at, handover: { baseline: null } })).missing).toEqual([])
  })

  it('says why dev-docs cannot be read, instead of failing', async () => {
    const project = newFolder()
    putDevDocs(project)
    rmSync(path.join(project, 'dev/active/t/t-tasks.md'))
    const look = await lookAt(on(project), { ...at, handover: { baseline: null } })
    expect(look).toMatchObject({ boxes: null, contextSha256: null, problem: { code: 'dev-docs-missing' } })
    expect(look.missing).toEqual([expect.stringContaining('t-tasks.md') as string])
  })

  it('marks work by commits and files outside dev/', async () => {
    const project = newRepository()
    putDevDocs(project)
    const mark = async () => (await lookAt(on(project), { ...at, work: true })).workMark
    const first = await mark()
    put(project, 'dev/active/t/t-context.md', '# Other\n')
    expect(await mark()).toBe(first)
    put(project, 'a.txt', 'two\n')
    const changed = await mark()
    expect(changed).not.toBe(first)
    git(project, 'commit', '-qam', 'Second')
    expect([first, changed]).not.toContain(await mark())
  })

  it('takes a mark that was asked for before, and none where none is wanted', async () => {
    const project = newFolder()
    putDevDocs(project)
    const earlier = Promise.resolve('before')
    expect((await lookAt(on(project), { ...at, work: true }, earlier)).workMark).toBe('before')
    expect((await lookAt(on(project), at, earlier)).workMark).toBeNull()
  })
})
