import { expect, it } from 'vitest'
import { ACK_BYTES } from '../../contract/frames.ts'
import { createDrawnBytes } from './drawn-bytes.ts'

it('tells once for every so many bytes, and all of them', () => {
  const drawn = createDrawnBytes()
  drawn.received(ACK_BYTES * 3)
  expect([drawn.drawn(ACK_BYTES - 1), drawn.drawn(2), drawn.drawn(1)]).toEqual([0, ACK_BYTES + 1, 0])
  expect(drawn.drawn(ACK_BYTES)).toBe(ACK_BYTES + 1)
})

it('never tells of more than came', () => {
  const drawn = createDrawnBytes()
  drawn.received(ACK_BYTES)
  expect(drawn.drawn(ACK_BYTES * 2)).toBe(ACK_BYTES)
  expect(drawn.drawn(ACK_BYTES * 2)).toBe(0)
})

it('tells a new connection nothing of what the former one brought', () => {
  const drawn = createDrawnBytes()
  drawn.received(ACK_BYTES + 100)
  expect(drawn.drawn(100)).toBe(0)
  drawn.lost()
  drawn.received(ACK_BYTES)
  expect(drawn.drawn(ACK_BYTES + 10)).toBe(0)
  expect(drawn.drawn(ACK_BYTES - 10)).toBe(ACK_BYTES)
})
