import { z } from 'zod'
import { StoredEvent } from './events.ts'
import { SeriesView } from './series.ts'

/** Client to core on `/ws`, as JSON text. Terminal bytes go as binary frames, never JSON. */
export const ClientMessage = z.discriminatedUnion('type', [
  /** Events of one series after `afterSeq`, then live ones, each once and in order. */
  z.object({ type: z.literal('follow'), seriesId: z.string(), afterSeq: z.number().int().nonnegative() }),
  /** A terminal: of a series' present session, or of one session. `channel` is the client's choice. */
  z.object({
    type: z.literal('attach'),
    channel: z.number().int().nonnegative(),
    target: z.string(),
    columns: z.number().int().positive(),
    rows: z.number().int().positive(),
  }),
  z.object({
    type: z.literal('resize'),
    channel: z.number().int().nonnegative(),
    columns: z.number().int().positive(),
    rows: z.number().int().positive(),
  }),
  z.object({ type: z.literal('detach'), channel: z.number().int().nonnegative() }),
])
export type ClientMessage = z.infer<typeof ClientMessage>

/** Core to client on `/ws`, as JSON text. */
export const ServerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), stored: StoredEvent }),
  /** The series as it stands now; sent at `follow` and when something visible changed. Not persisted. */
  z.object({ type: z.literal('view'), view: SeriesView }),
  z.object({ type: z.literal('attached'), channel: z.number(), sessionId: z.string(), title: z.string() }),
  /** The terminal is gone: its session ended, or it was never there. */
  z.object({ type: z.literal('detached'), channel: z.number(), why: z.string() }),
  /** The following of a series, named as the client named it, is over or never began. */
  z.object({ type: z.literal('unfollowed'), seriesId: z.string(), why: z.string() }),
  z.object({ type: z.literal('refused'), why: z.string() }),
])
export type ServerMessage = z.infer<typeof ServerMessage>

/** First byte of a binary frame; a big-endian u32 channel and the UTF-8 bytes follow. */
export const FrameKind = { output: 0, input: 1, replay: 2 } as const
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind]

const HEADER_BYTES = 5

export function encodeFrame(kind: FrameKind, channel: number, bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + bytes.length)
  frame[0] = kind
  new DataView(frame.buffer).setUint32(1, channel)
  frame.set(bytes, HEADER_BYTES)
  return frame
}

/** Null when the bytes are no frame. */
export function decodeFrame(frame: Uint8Array): { kind: FrameKind; channel: number; bytes: Uint8Array } | null {
  const kind = frame[0]
  if (frame.length < HEADER_BYTES || (kind !== 0 && kind !== 1 && kind !== 2)) return null
  const channel = new DataView(frame.buffer, frame.byteOffset).getUint32(1)
  return { kind, channel, bytes: frame.subarray(HEADER_BYTES) }
}
