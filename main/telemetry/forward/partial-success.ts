import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import type { Encoding } from '../../otlp/points.ts'

export interface PartialSuccess {
  /** Points that the endpoint did not take out of a request that it answered with 200. */
  rejected: number
  why: string
}

const ALL_TAKEN: PartialSuccess = { rejected: 0, why: '' }
const LONGEST_WHY = 300
/** Field numbers of ExportLogsServiceResponse and its sisters, and of their partial success. */
const PARTIAL_SUCCESS = 1
const REJECTED = 1
const ERROR_MESSAGE = 2

/** Reads the answer to an OTLP request; an answer that cannot be read rejects nothing. */
export function partialSuccess(encoding: Encoding, body: Uint8Array): PartialSuccess {
  if (body.byteLength === 0) return ALL_TAKEN
  try {
    return encoding === 'json' ? ofJson(body) : ofProtobuf(body)
  } catch (error) {
    // What an endpoint says beyond its 200 is a courtesy: some say "OK".
    if (error instanceof Error) return ALL_TAKEN
    throw error
  }
}

function ofJson(body: Uint8Array): PartialSuccess {
  const answer: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
  if (!isObject(answer) || !isObject(answer['partialSuccess'])) return ALL_TAKEN
  const told = answer['partialSuccess']
  const count = told['rejectedLogRecords'] ?? told['rejectedDataPoints'] ?? told['rejectedSpans'] ?? 0
  const why = told['errorMessage']
  return partial(Number(count), typeof why === 'string' ? why : '')
}

function ofProtobuf(body: Uint8Array): PartialSuccess {
  const reader = new BinaryReader(body)
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag()
    if (field === PARTIAL_SUCCESS && type === WireType.LengthDelimited) return ofMessage(reader.bytes())
    reader.skip(type, field)
  }
  return ALL_TAKEN
}

function ofMessage(bytes: Uint8Array): PartialSuccess {
  const reader = new BinaryReader(bytes)
  let rejected = 0
  let why = ''
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag()
    if (field === REJECTED && type === WireType.Varint) rejected = Number(reader.int64())
    else if (field === ERROR_MESSAGE && type === WireType.LengthDelimited) why = reader.string()
    else reader.skip(type, field)
  }
  return partial(rejected, why)
}

function partial(count: number, why: string): PartialSuccess {
  const rejected = Number.isSafeInteger(count) && count > 0 ? count : 0
  return { rejected, why: why.slice(0, LONGEST_WHY) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
