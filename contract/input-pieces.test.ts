import { expect, it } from 'vitest'
import { inputPieces } from './input-pieces.ts'

it('never cuts typed bytes inside a character', () => {
  const text = 'aж€𝄞'.repeat(7)
  for (let limit = 4; limit < 20; limit++) {
    const pieces = inputPieces(new TextEncoder().encode(text), limit)
    expect(pieces.map((piece) => new TextDecoder().decode(piece)).join('')).toBe(text)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(limit)
  }
})

it('goes on with what is no UTF-8 at all', () => {
  expect(inputPieces(new Uint8Array())).toEqual([])
  expect(inputPieces(new Uint8Array(9).fill(0x80), 4).flatMap((piece) => [...piece])).toHaveLength(9)
})
