import { describe, expect, test } from 'vitest'
import type { ProjectView } from '../../../contract/project.ts'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { sampleObserved } from '../../testing/sample-observed.ts'
import { processWords, withoutUnfinished } from './adopt-words.ts'

describe('the process of an adopted session', () => {
  test('that is gone needs no word', () => {
    expect(processWords(sampleObserved(1, { state: 'ended', pid: null }))).toBeNull()
  })

  test('can be ended from here only while it rests', () => {
    expect(processWords(sampleObserved(1, { state: 'idle' }))).toMatchObject({ endable: true })
    for (const state of ['busy', 'waiting', 'unknown'] as const) {
      expect(processWords(sampleObserved(1, { state }))).toMatchObject({ endable: false })
    }
  })

  test('is named where it is known', () => {
    expect(processWords(sampleObserved(1, { state: 'idle' }))?.words).toContain('process 40001')
    expect(processWords(sampleObserved(1, { state: 'unknown', pid: null }))?.words).not.toContain('process')
    expect(processWords(sampleObserved(1, { state: 'waiting', waitingFor: 'input needed' }))?.words).toContain(
      'input needed',
    )
  })
})

test('tasks of a series that goes on are not offered', () => {
  const task = (name: string, status: 'running' | 'completed' | null): ProjectView['tasks'][number] => ({
    task: name,
    done: 0,
    open: 1,
    current: null,
    problem: null,
    series: status === null ? null : { id: name, status },
  })
  const tasks = [task('a', 'running'), task('b', 'completed'), task('c', null)]
  const look: ProjectView = { project: '/p', git: true, tasks, policy: DEFAULT_POLICY }
  expect(withoutUnfinished(look).tasks.map(({ task: name }) => name)).toEqual(['b', 'c'])
})
