/** Bounds of what one request can make Baton build, whatever it holds. A body is at most 20 MiB when it comes here. */

/** How many arrays and maps a value may lie in; nobody's telemetry needs more, and a stack has an end. */
export const NESTING_LIMIT = 16
/** Attributes of one point, resource, event or link; SDKs stop at 128. */
export const ATTRIBUTE_LIMIT = 256
/** Characters of one text, key or value; Claude Code stops at 61,440. */
export const TEXT_LIMIT = 65_536
/** Values within one attribute that is an array or a map. */
export const ELEMENT_LIMIT = 10_000
/** Points of one request: 200 bytes each at the largest body. */
export const POINT_LIMIT = 100_000
/** Resources, scopes and metrics of one request. */
export const FRAME_LIMIT = 100_000
/** Parts of one request that cannot be read. Each costs microseconds, and a sender that errs so often errs altogether. */
export const FAULT_LIMIT = 10_000
/** Buckets or quantiles of one histogram or summary; SDKs make 160. */
export const BUCKET_LIMIT = 10_000
/** Events, and links, of one span; SDKs stop at 128. */
export const SPAN_PART_LIMIT = 1_000
/** Bytes of a trace or span id, which are 16 and 8: what is far longer is none. */
export const ID_LIMIT = 64
/** Objects and lists of one JSON request: every 14 bytes of the largest body. Each takes memory many times its text. */
export const JSON_PART_LIMIT = 1_500_000
/** Objects and lists within each other in a JSON request: those of a value take four a level, what holds it twelve. */
export const JSON_DEPTH_LIMIT = 200
/** Points after which decoding lets its caller breathe. */
export const PIECE = 500
