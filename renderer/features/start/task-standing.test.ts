import { expect, test } from 'vitest'
import { sampleProject } from '../../testing/sample-project.ts'
import { taskStanding } from './task-standing.ts'

const tasks = new Map(sampleProject().tasks.map((task) => [task.task, task]))

function standing(name: string) {
  const task = tasks.get(name)
  if (task === undefined) throw new Error(`the sample has no ${name}`)
  return taskStanding(task)
}

test('a task without a series is started', () =>
  expect(standing('search-page')).toEqual({ usable: true, mode: 'start', words: '' }))

test('an unfinished series is resumed', () =>
  expect(standing('checkout-flow')).toMatchObject({
    usable: true,
    mode: 'resume',
    words: expect.stringContaining('resumed'),
  }))

test('a finished one is started again, where tasks are open', () => {
  expect(taskStanding({ problem: null, done: 1, open: 2, series: { id: 'x', status: 'stopped' } })).toEqual({
    usable: true,
    mode: 'again',
    words: 'Its last series is stopped; a new one begins',
  })
  expect(standing('dark-mode')).toMatchObject({ usable: false, words: expect.stringContaining('All 6 tasks are done') })
})

test('a task with a problem cannot be used', () => expect(standing('old-import').usable).toBe(false))
