import { expect, it } from 'vitest'
import { GpuTurns, MAX_GPU } from './gpu-turns.ts'

it('lets so many terminals have a context, and another one when one is hidden', () => {
  const turns = new GpuTurns()
  const ids = Array.from({ length: MAX_GPU }, (_, n) => `pane-${n}`)
  expect(ids.every((id) => turns.take(id))).toBe(true)
  expect(turns.take('pane-0')).toBe(true)
  expect(turns.take('fifth')).toBe(false)
  turns.release('pane-0')
  expect(turns.take('fifth')).toBe(true)
})

it('makes a lost context again twice, then leaves that terminal, and no other, to the DOM', () => {
  const turns = new GpuTurns()
  for (const again of [true, true, false]) {
    expect(turns.take('a')).toBe(true)
    expect(turns.lost('a')).toBe(again)
  }
  expect(turns.take('a')).toBe(false)
  expect(turns.take('b')).toBe(true)
})

it('knows nothing of a terminal that was closed', () => {
  const turns = new GpuTurns()
  for (let n = 0; n < 3; n++) turns.lost('a')
  turns.forget('a')
  expect(turns.take('a')).toBe(true)
})
