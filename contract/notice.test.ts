import { expect, test } from 'vitest'
import { noticeOwner } from './notice.ts'

test('the task is said once', () => {
  const owner = { project: 'field-notes', task: 'field-guide' }
  expect(noticeOwner({ title: 'field-guide: checkpoint due', ...owner })).toBe('field-notes')
  expect(noticeOwner({ title: 'checkpoint due', ...owner })).toBe('field-notes / field-guide')
  expect(noticeOwner({ title: 'field-guide-2: checkpoint due', ...owner })).toBe('field-notes / field-guide')
})

test('a task of odd letters is known in its title, which is cleaned', () => {
  expect(noticeOwner({ title: 'a b: done', project: 'p', task: 'a\n b\u001b' })).toBe('p')
})
