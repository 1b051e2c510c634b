import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readDevDocs } from './dev-docs.ts'
import { newFolder, put } from './fixture.ts'
import { initDevDocs } from './init.ts'
import { checkHandover } from './verify.ts'

const request = { task: 't', description: 'Add a $& login\n- [ ] not a box of ours', today: '2026-11-22' }

it('makes dev-docs that can be run at once: one box, a first next step, the date', async () => {
  const project = newFolder()
  expect((await initDevDocs({ ...request, project })).ok).toBe(true)
  const docs = await readDevDocs(project, 't')
  if (!docs.ok) throw new Error(docs.problem.cause)
  expect(docs.value.boxes).toEqual([{ number: 1, title: 'Turn this plan into tasks', done: false }])
  for (const file of docs.value.files) expect(file.text).toContain('Last Updated: 2026-11-22')
  expect(docs.value.files[0]?.text).toContain('Add a $& login')
  expect(await checkHandover({ project, docs, baselineContextSha256: null })).toMatchObject({ ok: true, problems: [] })
})

it('overwrites nothing and makes nothing when one file is there', async () => {
  const project = newFolder()
  const there = put(project, 'dev/active/t/t-context.md', 'mine')
  const made = await initDevDocs({ ...request, project })
  expect(made).toMatchObject({ ok: false, problem: { code: 'dev-docs-exist', thing: 'dev/active/t/t-context.md' } })
  expect(readFileSync(there, 'utf8')).toBe('mine')
  expect(readdirSync(path.dirname(there))).toEqual(['t-context.md'])
})

it.each([
  ['task-invalid', { task: '../t' }],
  ['description-empty', { description: ' \u200b\n' }],
  ['project-missing', { project: '/nowhere/at/all' }],
])('says %s', async (code, change) => {
  const made = await initDevDocs({ ...request, project: newFolder(), ...change })
  expect(made).toMatchObject({ ok: false, problem: { code } })
})

it('writes nothing through a link that leads out of the project', async () => {
  const [project, outside] = [newFolder(), newFolder()]
  mkdirSync(path.join(outside, 'active'))
  symlinkSync(outside, path.join(project, 'dev'))
  expect(await initDevDocs({ ...request, project })).toMatchObject({ ok: false, problem: { code: 'dev-docs-outside' } })
  expect(existsSync(path.join(outside, 'active/t'))).toBe(false)
})
