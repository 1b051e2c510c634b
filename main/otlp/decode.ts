import { parseExactly } from './json-exact.ts'
import { checkShape } from './json-shape.ts'
import { JsonReader } from './json-reader.ts'
import { requestOf } from './json-request.ts'
import type { Decoded, Encoding, Signal } from './points.ts'
import { RequestReader } from './protobuf-reader.ts'
import { readRequest } from './protobuf-request.ts'

/** `why`: it is no request at all, in words for its sender. */
export type DecodeResult = { ok: true; value: Decoded } | { ok: false; why: string }

/** Reads the body of an OTLP export request. Never throws, whatever the bytes are. */
export function decode(signal: Signal, encoding: Encoding, body: Uint8Array): DecodeResult {
  const pieces = decodeInPieces(signal, encoding, body)
  for (;;) {
    const step = pieces.next()
    if (step.done === true) return step.value
  }
}

/** As `decode`, and yields after each 500 items or so: the caller may let others run in between, or go on at once. */
export function* decodeInPieces(
  signal: Signal,
  encoding: Encoding,
  body: Uint8Array,
): Generator<undefined, DecodeResult> {
  try {
    const value = encoding === 'protobuf' ? yield* decodeProtobuf(signal, body) : yield* decodeJson(signal, body)
    return { ok: true, value }
  } catch (error) {
    return { ok: false, why: `not an OTLP ${signal} request in ${encoding}: ${reasonOf(error)}` }
  }
}

function* decodeProtobuf(signal: Signal, body: Uint8Array): Generator<undefined, Decoded> {
  const reader = new RequestReader(body)
  const groups = yield* readRequest(reader, signal)
  return { signal, groups, bad: reader.tally.bad }
}

function* decodeJson(signal: Signal, body: Uint8Array): Generator<undefined, Decoded> {
  checkShape(body)
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  const reader = new JsonReader()
  const groups = yield* requestOf(reader, JSON.parse(text), signal)
  if (!reader.inexact) return { signal, groups, bad: reader.tally.bad }
  const exact = new JsonReader()
  return { signal, groups: yield* requestOf(exact, parseExactly(text), signal), bad: exact.tally.bad }
}

/** V8's words on JSON quote it, and it may hold a prompt. */
function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'the JSON cannot be parsed'
  return error instanceof Error ? error.message : 'unknown'
}
