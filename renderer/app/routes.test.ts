import { describe, expect, test } from 'vitest'
import {
  alertsPath,
  checkpointPath,
  homePath,
  readPath,
  seriesPath,
  settingsPath,
  telemetryPath,
  terminalPath,
  usagePath,
} from './routes.ts'

describe('what is built is read back', () => {
  test.each([
    [homePath(), { screen: 'home' }],
    [seriesPath('01KB'), { screen: 'series', id: '01KB', checkpoint: null }],
    [seriesPath('a/b c'), { screen: 'series', id: 'a/b c', checkpoint: null }],
    [checkpointPath('01KB', 12), { screen: 'series', id: '01KB', checkpoint: 12 }],
    [terminalPath(), { screen: 'terminal', target: null }],
    [terminalPath('5e55'), { screen: 'terminal', target: '5e55' }],
    [telemetryPath(), { screen: 'telemetry' }],
    [usagePath(), { screen: 'usage', part: 'overview', query: '' }],
    [usagePath({ project: '/a b/c?d' }), { screen: 'usage', part: 'overview', query: 'project=%2Fa+b%2Fc%3Fd' }],
    [usagePath({}, 'advice'), { screen: 'usage', part: 'advice', query: '' }],
    [alertsPath(), { screen: 'alerts' }],
    [settingsPath(), { screen: 'settings', section: null }],
    [settingsPath('limits'), { screen: 'settings', section: 'limits' }],
  ])('%s', (path, place) => expect(readPath(path)).toEqual(place))
})

test.each([
  '/series',
  '/series/a/checkpoints/0',
  '/series/a/checkpoints/x',
  '/series/a/b',
  '/rubbish',
  '/terminal/a/b',
  '/telemetry/a',
  '/alerts/a',
  '/usage/rubbish',
  '/usage/models/a',
  '/series/a/checkpoints/1/x',
])('%s leads nowhere', (path) => expect(readPath(path)).toEqual({ screen: 'unknown', path }))

test('a stray % is taken as it is', () => expect(readPath('/series/50%')).toMatchObject({ id: '50%' }))

test('an empty path is home', () => expect(readPath('')).toEqual({ screen: 'home' }))
