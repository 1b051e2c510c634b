import { expect, it } from 'vitest'
import { decodeFrame, encodeFrame, FrameKind } from './frames.ts'

it('carries kind, channel and bytes through unchanged', () => {
  const bytes = new TextEncoder().encode('é\u001b[0m')
  const inside = new Uint8Array([9, 9, ...encodeFrame(FrameKind.replay, 0xfffffffe, bytes)]).subarray(2)
  expect(decodeFrame(inside)).toEqual({ kind: FrameKind.replay, channel: 0xfffffffe, bytes })
})

it('refuses what is no frame', () => {
  expect(decodeFrame(new Uint8Array([0, 0, 0]))).toBeNull()
  expect(decodeFrame(new Uint8Array([7, 0, 0, 0, 1]))).toBeNull()
})
