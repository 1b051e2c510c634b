import { expect, it } from 'vitest'
import { parseReaderState } from './reader-state.ts'

const SAMPLE = { version: 1, model: null, lines: 0 }

it('takes what the same version wrote, and nothing else', () => {
  const kept = { version: 1, lines: 7, model: 'm' }
  expect(parseReaderState(JSON.stringify(kept), SAMPLE)).toEqual(kept)
  const others = [{ ...kept, version: 2 }, { ...kept, more: 1 }, { version: 1, lines: 7 }, null, 3, [], 'x']
  for (const other of others) expect(parseReaderState(JSON.stringify(other), SAMPLE)).toBeNull()
  expect(parseReaderState('{"version":1', SAMPLE)).toBeNull()
  expect(parseReaderState('', SAMPLE)).toBeNull()
})
