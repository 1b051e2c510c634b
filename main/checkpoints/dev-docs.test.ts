import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkTask, devDocsPaths, readDevDocs, readPresentFiles } from './dev-docs.ts'
import { newFolder, put, putDevDocs } from './fixture.ts'

const context = 'dev/active/t/t-context.md'

async function problemOf(project: string, task = 't') {
  const read = await readDevDocs(project, task)
  return read.ok ? null : read.problem
}

describe('checkTask', () => {
  it.each(['a', 'add-login', 'v1.2_x', 'JIRA-12'])('takes %s', (task) => expect(checkTask(task).ok).toBe(true))
  it.each(['', '..', 'a..b', 'a/b', 'a\\b', '.a', '-a', 'a b', 'a.', 'ä', `a\n`, 'a'.repeat(81)])(
    'refuses %j',
    (task) => {
      expect(checkTask(task).ok).toBe(false)
      expect(() => devDocsPaths('/p', task)).toThrow(RangeError)
    },
  )
})

describe('readDevDocs', () => {
  it('gives the three files as they are and the boxes of the tasks', async () => {
    const project = newFolder()
    const docs = putDevDocs(project, { context: '\ufeffä\r\n' })
    expect(await readDevDocs(project, 't')).toEqual({ ok: true, value: docs })
    expect(docs.files.map((file) => file.role)).toEqual(['plan', 'context', 'tasks'])
    expect(docs.boxes).toHaveLength(2)
  })

  it('names each missing file and the way out', async () => {
    const project = newFolder()
    expect(await problemOf(project)).toMatchObject({
      code: 'dev-docs-missing',
      thing: 'dev/active/t/t-plan.md, dev/active/t/t-context.md, dev/active/t/t-tasks.md',
      remedy: expect.stringContaining('baton init --project'),
    })
    putDevDocs(project)
    rmSync(path.join(project, context))
    expect(await problemOf(project)).toMatchObject({ code: 'dev-docs-missing', thing: context })
  })

  it('refuses a name that is none before it looks', async () => {
    expect(await problemOf(newFolder(), '../x')).toMatchObject({ code: 'task-invalid' })
  })

  it.each([
    ['no box', 'no box', '# Tasks\n'],
    ['a box in code only', 'no box', '```\n- [ ] a\n```\n'],
    ['bytes that are no UTF-8', 'not UTF-8', Buffer.from([0x2d, 0xff, 0xfe])],
    ['over 1 MB', 'over 1 MB', Buffer.alloc(1_000_001, 32)],
  ])('refuses tasks with %s', async (_name, cause, bytes) => {
    const project = newFolder()
    putDevDocs(project)
    writeFileSync(path.join(project, 'dev/active/t/t-tasks.md'), bytes)
    expect(await problemOf(project)).toMatchObject({
      code: 'dev-docs-malformed',
      cause: expect.stringContaining(cause),
    })
    expect((await readPresentFiles(project, 't')).length).toBeGreaterThanOrEqual(2)
  })

  it('follows a link inside the project and refuses one that leads out, of file or folder', async () => {
    const project = newFolder()
    putDevDocs(project)
    rmSync(path.join(project, context))
    put(project, 'notes.md', 'inside')
    symlinkSync('../../../notes.md', path.join(project, context))
    expect(await problemOf(project)).toBeNull()
    rmSync(path.join(project, context))
    symlinkSync('/etc/hostname', path.join(project, context))
    expect(await problemOf(project)).toMatchObject({ code: 'dev-docs-outside', thing: context })
    const other = newFolder()
    symlinkSync(path.join(project, 'dev'), path.join(other, 'dev'))
    expect(await problemOf(other)).toMatchObject({ code: 'dev-docs-outside' })
    expect(await readPresentFiles(other, 't')).toEqual([])
  })

  it('refuses a folder in the place of a file', async () => {
    const project = newFolder()
    putDevDocs(project)
    rmSync(path.join(project, context))
    put(project, `${context}/x`, '')
    expect((await problemOf(project))?.code).toBe('dev-docs-malformed')
  })
})
