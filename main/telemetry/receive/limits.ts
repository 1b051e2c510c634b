const MiB = 1024 * 1024

/** A request after decompression; the Collector's own bound. Bytes. */
export const BODY_LIMIT = 20 * MiB
/**
 * Bodies that one receiver holds at a time: being read, or handed over and not yet answered. A few dozen sessions hold
 * a few MiB; above it senders are asked to come again, so that memory is bounded whatever comes. Bytes.
 */
export const HELD_LIMIT = 128 * MiB
/** A session keeps a connection for each signal; so this is for more than a hundred sessions, and bounds a flood. */
export const CONNECTION_LIMIT = 512
/** gRPC calls under way at once, over all connections, most of them waiting for their turn to be read. */
export const CALL_LIMIT = 1_024
/** gRPC calls that are read at once: what one will weigh, packed or not, is known only when it is whole. */
export const READING_CALLS = 6
/** After which a call that is still being read has to make room if others wait: 20 MiB take a tenth of it. Milliseconds. */
export const READING_MS = 2_000
/** How long a busy intake is waited for: well under the 10 s that exporters wait for an answer. Milliseconds. */
export const PATIENCE_MS = 5_000
/** When to come again where no better time is known. Milliseconds. */
export const RETRY_AFTER_MS = 1_000
/** How long the rest of a body that was refused is read and thrown away, so that its sender gets to see the answer. Milliseconds. */
export const LINGER_MS = 1_000
/** What is said of a request is one line of this length at most: it goes into headers. Characters. */
export const SAID_LIMIT = 500
