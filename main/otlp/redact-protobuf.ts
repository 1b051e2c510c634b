import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { NESTING_LIMIT } from './limits.ts'
import { ANY_VALUE, KEY_VALUE, LOG_BODY, type MessageShape, REQUESTS } from './message-shapes.ts'
import type { Signal } from './points.ts'
import { LENGTH, RequestReader, tagOf } from './protobuf-reader.ts'
import { isName, REDACTED, type Redaction } from './redaction.ts'

/** KeyValue */
const KEY = tagOf(1, LENGTH)
const VALUE = 2
/** AnyValue */
const ANY_STRING = tagOf(1, LENGTH)

const REDACTED_VALUE: Uint8Array = new BinaryWriter().uint32(ANY_STRING).string(REDACTED).finish()

/** Messages within each other that are walked: those of an AnyValue take three a level, what holds it eight. */
const DEPTH_LIMIT = 3 * NESTING_LIMIT + 10

/** As `redact`, for protobuf. What is no protobuf, or hardly any, becomes an empty request. */
export function redactProtobuf(signal: Signal, body: Uint8Array, redaction: Redaction): Uint8Array {
  const work: Work = { body, reader: new RequestReader(body), redaction }
  try {
    const rewritten = rewriteFields(work, 0, body.length, REQUESTS[signal], 0)
    return rewritten === 'same' ? body : rewritten
  } catch {
    return new Uint8Array()
  }
}

interface Work {
  body: Uint8Array
  reader: RequestReader
  redaction: Redaction
}

/** A message without what is to be hidden; `same`: it holds nothing of it. */
type Rewritten = Uint8Array | 'same'

/** The message from `start` to `end`; null, and counted, if it cannot be read. */
function rewrite(work: Work, start: number, end: number, shape: MessageShape, depth: number): Rewritten | null {
  if (start === end) return 'same'
  if (depth > DEPTH_LIMIT) return null
  try {
    if (shape === LOG_BODY) return rewriteBody(work, start, end, depth)
    if (shape === KEY_VALUE && work.redaction.hides(keyOf(work, start, end))) return withoutValue(work, start, end)
    return rewriteFields(work, start, end, shape, depth)
  } catch {
    work.reader.tally.fault('unreadable-group')
    return null
  }
}

function rewriteFields(work: Work, start: number, end: number, shape: MessageShape, depth: number): Rewritten {
  const { body, reader } = work
  let writer: BinaryWriter | null = null
  let kept = start
  reader.pos = start
  while (reader.pos < end) {
    const from = reader.pos
    const tag = reader.uint32()
    const held = (tag & 7) === LENGTH ? shape.fields.get(tag >>> 3) : undefined
    if (held === undefined) {
      reader.pass(tag)
      continue
    }
    const heldEnd = reader.enter(end)
    const rewritten = rewrite(work, reader.pos, heldEnd, held(), depth + 1)
    reader.pos = heldEnd
    if (rewritten === 'same') continue
    writer ??= new BinaryWriter()
    writer.raw(body.subarray(kept, from))
    kept = heldEnd
    if (rewritten !== null) writer.uint32(tag).bytes(rewritten)
  }
  reader.leave(end)
  return writer === null ? 'same' : writer.raw(body.subarray(kept, end)).finish()
}

function keyOf({ reader }: Work, start: number, end: number): string {
  let key = ''
  reader.pos = start
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === KEY) key = reader.text()
    else reader.pass(tag)
  }
  reader.leave(end)
  return key
}

/** A KeyValue whose value is "<redacted>"; the rest as it was. */
function withoutValue({ body, reader }: Work, start: number, end: number): Uint8Array {
  const writer = new BinaryWriter()
  reader.pos = start
  while (reader.pos < end) {
    const from = reader.pos
    const tag = reader.uint32()
    reader.pass(tag)
    if (tag >>> 3 !== VALUE) writer.raw(body.subarray(from, reader.pos))
  }
  return writer.uint32(tagOf(VALUE, LENGTH)).bytes(REDACTED_VALUE).finish()
}

function rewriteBody(work: Work, start: number, end: number, depth: number): Rewritten | null {
  if (!work.redaction.bodies) return rewrite(work, start, end, ANY_VALUE, depth)
  const { reader } = work
  let names = true
  reader.pos = start
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === ANY_STRING) names &&= isName(reader.text())
    else {
      reader.pass(tag)
      names = false
    }
  }
  reader.leave(end)
  return names ? 'same' : REDACTED_VALUE
}
