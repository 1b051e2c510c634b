import { expect, it } from 'vitest'
import { dataDirectory } from './data-dir.ts'

it('takes the flag, then the environment, then the platform', () => {
  expect(dataDirectory('here', { BATON_DATA_DIR: '/env' }, '/here')).toBe('/here/here')
  expect(dataDirectory(undefined, { BATON_DATA_DIR: '/env' }, '/here')).toBe('/env')
  expect(dataDirectory(undefined, { BATON_DATA_DIR: 'rel' }, '/here')).toBe('/here/rel')
  expect(dataDirectory(undefined, { BATON_DATA_DIR: '' }, '/here')).toMatch(/[\\/]baton([\\/]Data)?$/i)
})
