import { expect, it } from 'vitest'
import { seriesLabels } from './label-names.ts'

const series = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', project: '/home/me/secret-client', task: 'fix' }

it('names nothing unless it is asked to, and a thing always alike', () => {
  const keys = seriesLabels(series, false)
  expect(keys.project).toMatch(/^[0-9a-f]{12}$/)
  expect(keys.series).toMatch(/^[0-9a-f]{12}$/)
  expect(seriesLabels({ ...series, task: 'other' }, false)).toEqual(keys)
  const another = seriesLabels({ ...series, id: '01ARZ3NDEKTSV4RRFFQ69G5FAW' }, false)
  expect(another.project).toBe(keys.project)
  expect(another.series).not.toBe(keys.series)
})

it('names project and task when it is asked to', () => {
  expect(seriesLabels(series, true)).toEqual({ project: '/home/me/secret-client', series: 'fix' })
})
