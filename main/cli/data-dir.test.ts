import { expect, it } from 'vitest'
import { dataDirectory } from './data-dir.ts'

it('takes the flag, then the environment, then the platform', () => {
  expect(dataDirectory('here', { BATON_DATA_DIR: '/env' }, '/work')).toBe('/work/here')
  expect(dataDirectory(undefined, { BATON_DATA_DIR: '/env' }, '/work')).toBe('/env')
  expect(dataDirectory(undefined, { BATON_DATA_DIR: 'rel' }, '/work')).toBe('/work/rel')
  expect(dataDirectory(undefined, { BATON_DATA_DIR: '' }, '/work')).toMatch(/[\\/]baton([\\/]Data)?$/i)
})
