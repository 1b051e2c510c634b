import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { FAULT_LIMIT, NESTING_LIMIT } from './limits.ts'
import { ANY_VALUE, KEY_VALUE, LOG_BODY, type MessageShape, REQUESTS } from './message-shapes.ts'
import type { Signal } from './points.ts'
import { isName, REDACTED, type Redaction } from './redaction.ts'

/** KeyValue */
const KEY = 1
const VALUE = 2
/** AnyValue */
const ANY_STRING = 1

/** Messages within each other that are walked: those of an AnyValue take three a level. */
const DEPTH_LIMIT = 3 * NESTING_LIMIT + 10

/** As `redact`, for protobuf. What is no protobuf, or hardly any, becomes an empty request. */
export function redactProtobuf(signal: Signal, body: Uint8Array, redaction: Redaction): Uint8Array {
  const work: Work = { redaction, faults: 0 }
  const rewritten = rewrite(body, REQUESTS[signal], work, 0)
  return work.faults > FAULT_LIMIT ? new Uint8Array() : (rewritten ?? new Uint8Array())
}

interface Work {
  redaction: Redaction
  /** Messages that could not be read. */
  faults: number
}

/** The message with its parts redacted; itself if nothing was; null if it cannot be read. */
function rewrite(bytes: Uint8Array, shape: MessageShape, work: Work, depth: number): Uint8Array | null {
  if (bytes.length === 0) return bytes
  if (depth > DEPTH_LIMIT || work.faults > FAULT_LIMIT) return null
  try {
    if (shape === LOG_BODY) return rewriteBody(bytes, work, depth)
    if (shape === KEY_VALUE && work.redaction.hides(keyOf(bytes))) return withoutValue(bytes)
    return rewriteFields(bytes, work, depth, (field) => shape.fields.get(field)?.() ?? null)
  } catch {
    work.faults += 1
    return null
  }
}

function rewriteFields(
  bytes: Uint8Array,
  work: Work,
  depth: number,
  shapeOf: (field: number) => MessageShape | null,
): Uint8Array {
  const reader = new BinaryReader(bytes)
  let writer: BinaryWriter | null = null
  let kept = 0
  while (reader.pos < reader.len) {
    const start = reader.pos
    const [field, wire] = reader.tag()
    const shape = wire === WireType.LengthDelimited ? shapeOf(field) : null
    if (shape === null) {
      reader.skip(wire, field)
      continue
    }
    const part = reader.bytes()
    const rewritten = rewrite(part, shape, work, depth + 1)
    if (rewritten === part) continue
    writer ??= new BinaryWriter()
    writer.raw(bytes.subarray(kept, start))
    kept = reader.pos
    if (rewritten !== null) writer.tag(field, wire).bytes(rewritten)
  }
  return writer === null ? bytes : writer.raw(bytes.subarray(kept)).finish()
}

function keyOf(keyValue: Uint8Array): string {
  const reader = new BinaryReader(keyValue)
  let key = ''
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (field === KEY && wire === WireType.LengthDelimited) key = reader.string()
    else reader.skip(wire, field)
  }
  return key
}

/** A KeyValue whose value is "<redacted>"; the rest as it was. */
function withoutValue(keyValue: Uint8Array): Uint8Array {
  const reader = new BinaryReader(keyValue)
  const writer = new BinaryWriter()
  while (reader.pos < reader.len) {
    const start = reader.pos
    const [field, wire] = reader.tag()
    reader.skip(wire, field)
    if (field !== VALUE) writer.raw(keyValue.subarray(start, reader.pos))
  }
  return writer.tag(VALUE, WireType.LengthDelimited).bytes(redactedValue()).finish()
}

function redactedValue(): Uint8Array {
  return new BinaryWriter().tag(ANY_STRING, WireType.LengthDelimited).string(REDACTED).finish()
}

function rewriteBody(body: Uint8Array, work: Work, depth: number): Uint8Array | null {
  if (!work.redaction.bodies) return rewrite(body, ANY_VALUE, work, depth)
  const reader = new BinaryReader(body)
  let names = true
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    const isText = field === ANY_STRING && wire === WireType.LengthDelimited
    if (isText) names &&= isName(reader.string())
    else {
      reader.skip(wire, field)
      names = false
    }
  }
  return names ? body : redactedValue()
}
