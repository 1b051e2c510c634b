const MiB = 1024 * 1024

/** A hook carries a tool's whole answer; the bound is the one OTLP receivers use for a request. */
export const HOOK_BODY_LIMIT = 20 * MiB
/** `series.run` carries an environment, which the kernel bounds to about 2 MiB. */
export const RPC_BODY_LIMIT = 4 * MiB
/** A client sends keystrokes and pastes; its own frames are smaller (`INPUT_FRAME_BYTES`). */
export const CLIENT_FRAME_LIMIT = MiB
/** A replay is one frame; 10 000 lines of coloured scrollback are a few MiB. */
export const SERVER_FRAME_LIMIT = 64 * MiB

/**
 * 20 launches with 16 hook connections each (parallel tools and subagents, kept alive) and 64 clients with
 * two connections each, with room to spare. A connection over it is a lost hook, so it only bounds a flood.
 */
export const CONNECTION_LIMIT = 512
/** Browser pages, followers and attached terminals of one person. */
export const WEBSOCKET_LIMIT = 64
/** Series or terminals on one channel. */
export const CHANNEL_LIMIT = 64
/** Calls under way on one channel: a page that opens asks a few dozen things at once at most. */
export const CALLS_LIMIT = 64

/** A header is sent at once; longer is a slow-loris. Milliseconds. */
export const HEADERS_TIMEOUT_MS = 10_000
/** For headers and body together: 20 MiB on loopback take well under a second. Milliseconds. */
export const REQUEST_TIMEOUT_MS = 30_000
/**
 * Longer than any agent's HTTP client keeps an idle connection (5 min is the longest known), so that it is
 * never the server that closes under a hook just being sent. Milliseconds.
 */
export const KEEP_ALIVE_MS = 600_000
/** How long calls under way may still be answered when the server closes. Milliseconds. */
export const CLOSE_GRACE_MS = 2_000

/** Above this many unsent bytes a client gets no more terminal output or events until it has caught up. */
export const CLIENT_BEHIND_BYTES = MiB
/**
 * Bytes sent to a terminal that acknowledges and not yet drawn. A page draws about 20 MB/s, so this is 50 ms of lag;
 * ordinary work never comes near, and nothing of it is skipped. Above it the terminal misses output and, once half
 * of it is drawn, is replayed. The pty itself is governed by VS Code's 100 000 and 5 000 characters (sessions/output-flow.ts).
 */
export const UNDRAWN_BYTES = MiB
/** All terminals of a channel share `UNDRAWN_BYTES`; none has less than this: a replay is about half of it. */
export const LEAST_UNDRAWN_BYTES = MiB / 4
/** How often a source that waits for a slow client looks again; 1 MiB in this time is 40 MB/s. Milliseconds. */
export const DRAIN_CHECK_MS = 25
/** Above this many unsent bytes the connection is ended: what may be left out was left out already. Two replays fit. */
export const CLIENT_LOST_BYTES = 16 * MiB
/** Typed before the terminal was attached: more than a person types or pastes in that moment. */
export const EARLY_INPUT_BYTES = 4 * MiB
/** Events read at once for a follower. */
export const FOLLOW_PAGE = 500
