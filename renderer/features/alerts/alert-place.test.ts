import { expect, test } from 'vitest'
import { alertPlace } from './alert-place.ts'

const about = { seriesId: null, sessionId: null, project: null }

test.each([
  [{ ...about, fact: 'waiting', seriesId: 's', sessionId: 'a' }, '/terminal/s'],
  [{ ...about, fact: 'context', seriesId: 's', sessionId: 'a' }, '/series/s'],
  [{ ...about, fact: 'context', sessionId: 'a' }, '/usage?session=a&range=all'],
  [{ ...about, fact: 'waiting', sessionId: 'a' }, '/'],
  [{ ...about, fact: 'cost-day' }, '/usage'],
  [{ ...about, fact: 'errors', project: '/p' }, '/usage?project=%2Fp'],
  [{ ...about, fact: 'telemetry-gap' }, undefined],
] as const)('%j leads to %s', (alert, path) => expect(alertPlace(alert)?.path).toBe(path))
