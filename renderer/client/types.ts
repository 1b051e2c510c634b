import type { Role } from '../../contract/access.ts'
import type { Board, BoardChange } from '../../contract/board.ts'
import type { StoredEvent } from '../../contract/events.ts'
import type { Notice } from '../../contract/notice.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { RpcInput, RpcMethod, RpcResult } from '../../contract/rpc.ts'
import type { SeriesView } from '../../contract/series.ts'

/** How the page stands with its core. */
export type Connection =
  | { status: 'connecting' }
  | { status: 'open'; role: Role; version: string }
  /** It is tried again at `retryAt` (ms since the epoch), or at once by `retry`. Everything goes on by itself then. */
  | { status: 'lost'; why: string; retryAt: number }
  /** The core does not let this page in; a new address does. */
  | { status: 'refused'; why: string }

export interface BoardHandlers {
  /** At first, after each reconnection, and whenever a change was missed: it replaces all that was known. */
  board(board: Board): void
  change(change: BoardChange): void
  /** To be shown to the person, by this page alone. Of several watchers the first is told. */
  notify(notice: Notice): void
}

export interface FollowHandlers {
  /** Each once and in order, over reconnections too. */
  event(stored: StoredEvent): void
  view(view: SeriesView): void
  /** There is no such series, it cannot be read, or too many are followed already. */
  ended(why: string): void
}

export interface AttachedTerminal {
  sessionId: string
  title: string
  columns: number
  rows: number
  /** False: what an ended session left on its screen. */
  live: boolean
}

export interface TerminalHandlers {
  /** Again after a reconnection; a replay follows. */
  attached(terminal: AttachedTerminal): void
  output(bytes: Uint8Array): void
  /** Reset the terminal and draw this. */
  replay(bytes: Uint8Array): void
  resized(columns: number, rows: number): void
  detached(why: string): void
}

export interface TerminalHandle {
  /** Typed while the connection is lost: dropped. */
  write(bytes: Uint8Array): void
  /** This viewer sizes the terminal from here on, as the newest one that said so. */
  resize(columns: number, rows: number): void
  /** So many bytes of `output` and `replay` have been drawn; told to the core every `ACK_BYTES`. */
  drawn(bytes: number): void
  close(): void
}

export interface Subscription {
  close(): void
}

/** The core as the page sees it. It reconnects by itself; what was followed, watched and attached goes on. */
export interface PageClient {
  connection(): Connection
  onConnection(listener: (connection: Connection) => void): () => void
  /** Tries again now. */
  retry(): void
  /** Problem `core-gone` when the connection is not there or breaks before the answer. While it is first made, it waits. */
  call<M extends RpcMethod>(method: M, params: RpcInput<M>): Promise<Outcome<RpcResult<M>>>
  watch(handlers: BoardHandlers): Subscription
  /** The series before the person's eyes, all of them; of more than `LOOKING_LIMIT` the first. */
  looking(seriesIds: readonly string[]): void
  /** `seriesId`: the whole id. */
  follow(seriesId: string, afterSeq: number, handlers: FollowHandlers): Subscription
  /** `size` null: takes the size that there is. */
  attach(target: string, size: { columns: number; rows: number } | null, handlers: TerminalHandlers): TerminalHandle
  close(): void
}
