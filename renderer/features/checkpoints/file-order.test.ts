import { expect, it } from 'vitest'
import { orderedFiles, partName } from './file-order.ts'

it('puts where it stands first and what is no dev-doc last', () => {
  const paths = ['z/x-plan.md', 'a/notes.md', 'z/x-tasks.md', 'z/x-context.md'].map((path) => ({ path }))
  expect(orderedFiles(paths).map(({ path }) => partName(path))).toEqual(['context', 'tasks', 'plan', 'notes.md'])
})
