import type { Role } from '../../contract/access.ts'
import type { Board, BoardChange } from '../../contract/board.ts'
import type { StoredEvent } from '../../contract/events.ts'
import type { Notice } from '../../contract/notice.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { RpcInput, RpcMethod, RpcParams, RpcResult } from '../../contract/rpc.ts'
import type { SeriesView } from '../../contract/series.ts'

/** One handler for each method of the contract; params come checked and with their defaults filled in. */
export type RpcHandlers = { [M in RpcMethod]: (params: RpcParams<M>) => Promise<Outcome<RpcResult<M>>> }

/** Who a connection or a call comes from. */
export interface Access {
  role: Role
  /** The browser that was let in; null: one who holds the control token, or the core's own process. */
  clientId: string | null
  /** For the log and for lists: "command", or what the browser says of itself. */
  name: string
}

/** Where the hooks of the launches go. */
export interface HookReceiver {
  /** True when the token is this launch's own; takes the same time whatever differs. */
  authorised(launchId: string, token: string): boolean
  /** The answer for the agent, `{}` to let it go on. An observing event is answered at once by a settled promise. */
  receive(launchId: string, body: unknown): Promise<object>
}

export interface FollowListener {
  event(stored: StoredEvent): void
  view(view: SeriesView): void
  /** The source can give no more. Nothing follows. */
  ended(why: string): void
  /** Resolves when the listener can take more; a source awaits it between pages, so that a slow client costs no memory. */
  drained(): Promise<void>
}

export interface Subscription {
  close(): void
}

export interface FollowSource {
  /** The view, then stored events after `afterSeq`, then live ones: each once, in order. Unknown series: a problem. */
  follow(seriesId: string, afterSeq: number, listener: FollowListener): Promise<Outcome<Subscription>>
}

export interface TerminalSize {
  columns: number
  rows: number
}

/** One who looks at a terminal. Bytes are UTF-8. */
export interface TerminalViewer {
  output(bytes: Uint8Array): void
  /** The whole terminal anew: at the attach, and after output was left out. */
  replay(bytes: Uint8Array): void
  ended(why: string): void
  /** False while the viewer is behind: leave output out and replay once it is true again. */
  writable(): boolean
  /** The terminal has this size from here on, in order with the output. */
  resized(columns: number, rows: number): void
}

export interface AttachedTerminal {
  sessionId: string
  title: string
  columns: number
  rows: number
  /** False: its session ended; its last screen is replayed, then `ended` follows. */
  live: boolean
  write(bytes: Uint8Array): void
  resize(columns: number, rows: number): void
  detach(): void
}

export interface TerminalSource {
  /** `target`: a series (its present session) or a session, also an ended one. `size` null: one who does not size it. */
  attach(target: string, size: TerminalSize | null, viewer: TerminalViewer): Promise<Outcome<AttachedTerminal>>
}

export interface BoardListener {
  /** First, and again when a change could not be told: it replaces all that was known. */
  board(board: Board): void
  change(change: BoardChange): void
  /** As in `FollowListener`. Of what changes while a client is slow it hears the last state only. */
  drained(): Promise<void>
}

/** The board, its changes, and who is told what happened. */
export interface BoardSource {
  watch(listener: BoardListener): Subscription
}

/** A client that can show notices to a person. */
export interface NoticeReader {
  /** Where notices are shown best first: the desktop's own shell before any page. */
  kind: 'desktop' | 'page'
  notify(notice: Notice): void
}

/** Who looks at what, so that nobody is told what they see, or twice. */
export interface NoticeSource {
  join(reader: NoticeReader): NoticePlace
}

export interface NoticePlace {
  /** The series before the person's eyes, all of them. */
  looking(seriesIds: readonly string[]): void
  leave(): void
}

/** What `/healthz` and `/readyz` say; no project's name may stand in it. */
export interface Health {
  ready: boolean
  version: string
  [figure: string]: unknown
}

export interface FollowHandlers {
  event(stored: StoredEvent): void
  view(view: SeriesView): void
  /** Not after the client's own `close`. Follow again with the last `seq` to go on without a gap. */
  closed(why: string): void
}

export interface AttachHandlers {
  attached(terminal: AttachedView): void
  output(bytes: Uint8Array): void
  replay(bytes: Uint8Array): void
  /** Another viewer sizes the terminal now, or the program did; in order with the output. */
  resized?(columns: number, rows: number): void
  /** Not after the client's own `close`. */
  detached(why: string): void
}

export type AttachedView = Pick<AttachedTerminal, 'sessionId' | 'title' | 'columns' | 'rows' | 'live'>

export interface WatchHandlers {
  /** At first, and again whenever a change was missed: it replaces all that was known. */
  board(board: Board): void
  change(change: BoardChange): void
  /** To be shown to the person, by this client alone. */
  notify(notice: Notice): void
  /** Not after the client's own `close`. */
  closed(why: string): void
}

export interface Watch extends Subscription {
  /** The series before the person's eyes, all of them: `LOOKING_LIMIT` at most. */
  looking(seriesIds: readonly string[]): void
}

/** What is typed before `attached` is kept and delivered in order. */
export interface TerminalHandle {
  write(bytes: Uint8Array): void
  resize(columns: number, rows: number): void
  close(): void
}

/** The core as a client sees it, over HTTP or in the same process. */
export interface CoreClient {
  /** Problems of the transport: `core-gone`, `core-mismatch`, `unauthorised`. */
  call<M extends RpcMethod>(method: M, params: RpcInput<M>): Promise<Outcome<RpcResult<M>>>
  follow(seriesId: string, afterSeq: number, handlers: FollowHandlers): Subscription
  attach(target: string, size: TerminalSize, handlers: AttachHandlers): TerminalHandle
  /** `kind`: where notices are shown best first. */
  watch(kind: NoticeReader['kind'], handlers: WatchHandlers): Watch
}
