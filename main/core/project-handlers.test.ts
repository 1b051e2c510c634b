import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { newFolder, newRepository, put, putDevDocs } from '../checkpoints/fixture.ts'
import { openTestStore } from '../store/testing.ts'
import type { Store } from '../store/types.ts'
import { MOST_FOLDERS } from './folders.ts'
import { projectHandlers } from './project-handlers.ts'
import { dataFolder, keptSeries } from './testing.ts'

const home = newFolder()
const dataDir = dataFolder()
let store: Store
let handlers: ReturnType<typeof projectHandlers>
beforeAll(async () => {
  store = await openTestStore(dataDir)
  handlers = projectHandlers({ store, dataDir, home })
  return () => store.close()
})

describe('a folder', () => {
  it('is listed by name with what is in its folders, hidden ones and files left out', async () => {
    const folder = path.join(home, 'code')
    for (const name of ['b10', 'b9', '.hidden', 'with-git/.git', 'with-tasks/dev/active/t']) {
      mkdirSync(path.join(folder, name), { recursive: true })
    }
    writeFileSync(path.join(folder, 'file'), '')
    symlinkSync(path.join(folder, 'b9'), path.join(folder, 'link'))
    symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'broken'))
    symlinkSync(path.join(folder, 'file'), path.join(folder, 'file-link'))
    const listed = await handlers['folder.list']({ path: folder })
    if (!listed.ok) throw new Error(listed.problem.cause)
    expect(listed.value).toMatchObject({ path: folder, parent: home, home, more: 0 })
    expect(listed.value.folders.map(({ name, git, tasks }) => [name, git, tasks])).toEqual([
      ['b9', false, false],
      ['b10', false, false],
      ['link', false, false],
      ['with-git', true, false],
      ['with-tasks', false, true],
    ])
    const link = listed.value.folders.find(({ name }) => name === 'link')
    expect(await handlers['folder.list']({ path: link?.path ?? '' })).toMatchObject({
      value: { path: path.join(folder, 'b9') },
    })
  })

  it('is the home folder when none is named, and relative ones lie in it', async () => {
    mkdirSync(path.join(home, 'work', 'deep'), { recursive: true })
    const shown = async (asked: string | null) => {
      const listed = await handlers['folder.list']({ path: asked })
      return listed.ok ? listed.value.path : listed.problem.code
    }
    expect(await shown(null)).toBe(home)
    expect(await shown('~')).toBe(home)
    expect(await shown('~/work')).toBe(path.join(home, 'work'))
    expect(await shown('work/deep')).toBe(path.join(home, 'work/deep'))
    expect(await shown('work/deep/..')).toBe(path.join(home, 'work'))
    expect(await handlers['folder.list']({ path: '/' })).toMatchObject({ ok: true, value: { path: '/', parent: null } })
  })

  it('that is not there, is none or may not be read is told as a problem', async () => {
    const asked = async (name: string) => {
      const listed = await handlers['folder.list']({ path: path.join(home, name) })
      return listed.ok ? 'listed' : `${listed.problem.code}: ${listed.problem.cause}`
    }
    put(home, 'plain', '')
    expect(await asked('nowhere')).toBe('folder-missing: there is no such folder (ENOENT)')
    expect(await asked('plain')).toBe('folder-missing: it is no folder')
    mkdirSync(path.join(home, 'closed'))
    chmodSync(path.join(home, 'closed'), 0)
    onTestFinished(() => chmodSync(path.join(home, 'closed'), 0o700))
    // Root reads all there is.
    const expected = process.getuid?.() === 0 ? 'listed' : 'folder-unreadable: it cannot be read (EACCES)'
    expect(await asked('closed')).toBe(expected)
  })

  it('with very many is cut, and says how many more there are', async () => {
    for (let n = 0; n < MOST_FOLDERS + 3; n += 1) mkdirSync(path.join(home, 'many', `d${n}`), { recursive: true })
    const listed = await handlers['folder.list']({ path: '~/many' })
    expect(listed).toMatchObject({ ok: true, value: { more: 3 } })
    expect(listed.ok ? listed.value.folders.length : 0).toBe(MOST_FOLDERS)
  })
})

describe('a project', () => {
  it('offers its tasks, each with its boxes, its problem and its latest series', async () => {
    const project = newRepository()
    putDevDocs(project)
    put(project, 'dev/active/broken/broken-tasks.md', '- [x] one\n- [ ] two\n')
    put(project, 'dev/active/done/done-plan.md', '# Plan\n')
    put(project, 'dev/active/done/done-context.md', '# Context\n')
    put(project, 'dev/active/done/done-tasks.md', '- [x] one\n')
    put(project, 'dev/active/not a task/x.md', '')
    await store.createSeries(keptSeries('A', { project, task: 't', status: 'completed' }))
    await store.createSeries(keptSeries('B', { project, task: 't', status: 'paused' }))
    await store.createSeries(keptSeries('C', { project: '/elsewhere', task: 't', status: 'paused' }))
    const looked = await handlers['project.look']({ project })
    if (!looked.ok) throw new Error(looked.problem.cause)
    expect(looked.value).toMatchObject({ project, git: true, policy: DEFAULT_POLICY })
    const { tasks } = looked.value
    expect(tasks.map(({ task, done, open, current }) => [task, done, open, current])).toEqual([
      ['broken', 1, 1, 'two'],
      ['done', 1, 0, null],
      ['t', 1, 1, 'Second thing'],
    ])
    expect(tasks.map(({ problem }) => problem?.code ?? null)).toEqual(['dev-docs-missing', 'task-done', null])
    expect(tasks.map(({ series }) => series)).toEqual([null, null, { id: 'B', status: 'paused' }])
  })

  it('without git, tasks or dev-docs of its own has none', async () => {
    const project = newFolder()
    expect(await handlers['project.look']({ project })).toMatchObject({ ok: true, value: { git: false, tasks: [] } })
    const elsewhere = newFolder()
    putDevDocs(elsewhere)
    mkdirSync(path.join(project, 'dev'))
    symlinkSync(path.join(elsewhere, 'dev/active'), path.join(project, 'dev/active'))
    expect(await handlers['project.look']({ project })).toMatchObject({ ok: true, value: { tasks: [] } })
  })

  it('has the policy of the settings, and says when they cannot be read', async () => {
    const project = newFolder()
    const settings = { policy: { maxSessions: 7 }, projects: { [project]: { thresholdTokens: 9_000 } } }
    put(dataDir, 'settings.json', JSON.stringify(settings))
    onTestFinished(() => void put(dataDir, 'settings.json', '{}'))
    const looked = await handlers['project.look']({ project })
    expect(looked).toMatchObject({ value: { policy: { maxSessions: 7, thresholdTokens: 9_000 } } })
    put(dataDir, 'settings.json', '{')
    expect(await handlers['project.look']({ project })).toMatchObject({ ok: false })
    expect(await handlers['project.look']({ project: '~/nowhere' })).toMatchObject({
      problem: { code: 'folder-missing' },
    })
  })
})

describe('a new task', () => {
  it('is made from a description, once, and is found then', async () => {
    const project = path.join(home, 'fresh')
    mkdirSync(project)
    const request = { project: '~/fresh', task: 'add-login', description: 'Add a login page.' }
    const made = await handlers['task.init'](request)
    expect(made).toMatchObject({ ok: true, value: { files: [expect.stringMatching(/add-login-plan\.md$/), {}, {}] } })
    const plan = readFileSync(path.join(project, 'dev/active/add-login/add-login-plan.md'), 'utf8')
    expect(plan).toContain('Add a login page.')
    expect(plan).toContain(`Last Updated: ${new Date().toLocaleDateString('sv-SE')}`)
    expect(await handlers['project.look']({ project })).toMatchObject({
      value: { tasks: [{ task: 'add-login', open: 1, problem: null }] },
    })
    expect(await handlers['task.init'](request)).toMatchObject({ ok: false, problem: { code: 'dev-docs-exist' } })
  })

  it('is not made where its name, its words or its folder are no good', async () => {
    const project = newFolder()
    const codes = [
      { project, task: '../x', description: 'x' },
      { project, task: 'x', description: ' ' },
      { project: `${project}/nowhere`, task: 'x', description: 'x' },
    ].map(async (request) => {
      const made = await handlers['task.init'](request)
      return made.ok ? 'made' : made.problem.code
    })
    expect(await Promise.all(codes)).toEqual(['task-invalid', 'description-empty', 'folder-missing'])
    expect(existsSync(path.join(project, 'dev'))).toBe(false)
  })
})
