import { z } from 'zod'
import { Role } from './access.ts'
import { Board, BoardChange } from './board.ts'
import { StoredEvent } from './events.ts'
import { Notice } from './notice.ts'
import { SeriesView } from './series.ts'

/** Series before a person's eyes at once: a split screen shows four, and there is room for more. */
export const LOOKING_LIMIT = 16

/** Client to core, as JSON text. Terminal bytes go as binary frames, never JSON. */
export const ClientMessage = z.discriminatedUnion('type', [
  /** Events of one series after `afterSeq`, then live ones, each once and in order. */
  z.object({ type: z.literal('follow'), seriesId: z.string(), afterSeq: z.number().int().nonnegative() }),
  z.object({ type: z.literal('unfollow'), seriesId: z.string() }),
  /** A method of the contract; answered by `answer` with the same `id`, the client's choice. */
  z.object({ type: z.literal('call'), id: z.number().int().nonnegative(), method: z.string(), params: z.unknown() }),
  /** The board, then its changes. Again: the board anew, numbered from 0; what a client does that misses a number. */
  z.object({ type: z.literal('watch'), kind: z.enum(['desktop', 'page']).default('page') }),
  /** The series that the person has before their eyes; empty: none, or the window is hidden or behind others. */
  z.object({ type: z.literal('looking'), seriesIds: z.array(z.string()).max(LOOKING_LIMIT) }),
  /**
   * A terminal: of a series' present session, or of one session, also of one that ended. `channel` is the client's choice.
   * `columns` null: a viewer that takes the size that there is.
   */
  z.object({
    type: z.literal('attach'),
    channel: z.number().int().nonnegative(),
    target: z.string(),
    columns: z.number().int().positive().nullable(),
    rows: z.number().int().positive().nullable(),
    /** It says with `ack` how much it has shown; else what its transport holds back is all that is known. */
    acknowledges: z.boolean().default(false),
  }),
  /** The client has shown so many bytes more of the terminal's frames. */
  z.object({
    type: z.literal('ack'),
    channel: z.number().int().nonnegative(),
    bytes: z.number().int().positive(),
  }),
  z.object({
    type: z.literal('resize'),
    channel: z.number().int().nonnegative(),
    columns: z.number().int().positive(),
    rows: z.number().int().positive(),
  }),
  z.object({ type: z.literal('detach'), channel: z.number().int().nonnegative() }),
  /** Answered by `pong`: a client that has heard nothing for a while asks whether the core is still there. */
  z.object({ type: z.literal('ping') }),
])
export type ClientMessage = z.infer<typeof ClientMessage>

/** Core to client, as JSON text. */
export const ServerMessage = z.discriminatedUnion('type', [
  /** First of all. */
  z.object({ type: z.literal('hello'), version: z.string(), role: Role }),
  /** `outcome`: `Outcome` of the method's result, cleaned. */
  z.object({ type: z.literal('answer'), id: z.number(), outcome: z.unknown() }),
  z.object({ type: z.literal('board'), seq: z.literal(0), board: Board }),
  /** `seq` rises by one from the board's 0. */
  z.object({ type: z.literal('change'), seq: z.number().int().positive(), change: BoardChange }),
  /** To be shown to the person now, by this client alone. */
  z.object({ type: z.literal('notify'), notice: Notice }),
  z.object({ type: z.literal('event'), stored: StoredEvent }),
  /** The series as it stands now; sent at `follow` and when something visible changed. Not persisted. */
  z.object({ type: z.literal('view'), view: SeriesView }),
  /** `live` false: what an ended session left on its screen; `detached` follows its replay. */
  z.object({
    type: z.literal('attached'),
    channel: z.number(),
    sessionId: z.string(),
    title: z.string(),
    columns: z.number().int(),
    rows: z.number().int(),
    live: z.boolean(),
  }),
  /** Another viewer sizes the terminal now, or the program did. Follows in order with the frames. */
  z.object({ type: z.literal('resized'), channel: z.number(), columns: z.number().int(), rows: z.number().int() }),
  /** The terminal is gone: its session ended, or it was never there. */
  z.object({ type: z.literal('detached'), channel: z.number(), why: z.string() }),
  /** The following of a series, named as the client named it, is over or never began. */
  z.object({ type: z.literal('unfollowed'), seriesId: z.string(), why: z.string() }),
  /** `channel`, `seriesId`: that terminal, or the following of that series, does not begin. */
  z.object({
    type: z.literal('refused'),
    why: z.string(),
    channel: z.number().optional(),
    seriesId: z.string().optional(),
  }),
  z.object({ type: z.literal('pong') }),
])
export type ServerMessage = z.infer<typeof ServerMessage>

/** A client that acknowledges does so once for so many bytes shown (VS Code acknowledges every 5 000 characters). */
export const ACK_BYTES = 5_000

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
