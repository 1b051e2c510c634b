import { BinaryReader, type WireType } from '@bufbuild/protobuf/wire'
import { ID_LIMIT } from './limits.ts'
import { Tally } from './tally.ts'
import { TextCache } from './text-cache.ts'
import { cut, integer } from './values.ts'

/** A wire type's number, for the tags of fields. */
export const VARINT = 0
export const BIT64 = 1
export const LENGTH = 2
export const BIT32 = 5

/** What stands before a field on the wire. */
export function tagOf(field: number, wire: number): number {
  return (field << 3) | wire
}

/** Varints up to here lie in 28 bits, which reading 32 of them holds exactly. */
const SHORT_VARINT_BYTES = 4

const texts = new TextCache()

/** Reads the messages of one request; throws on what is no protobuf, as the library's reader does. */
export class RequestReader extends BinaryReader {
  readonly tally = new Tally()
  readonly #bytes: Buffer

  constructor(body: Uint8Array) {
    super(body)
    this.#bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  }

  /** Begins a message within one that ends at `limit`: where it ends. */
  enter(limit: number): number {
    const length = this.uint32()
    const end = this.pos + length
    if (end > limit) throw new RangeError('a message is longer than what holds it')
    return end
  }

  /** Its last field has to end where it does. */
  leave(end: number): void {
    if (this.pos !== end) throw new RangeError('a field is longer than its message')
  }

  /** A field that this version does not know, or not with this wire type. */
  pass(tag: number): void {
    const field = tag >>> 3
    if (field === 0) throw new RangeError('there is no field 0')
    this.skip((tag & 7) as WireType, field)
  }

  text(): string {
    const length = this.uint32()
    const start = this.pos
    const end = start + length
    if (end > this.len) throw new RangeError('a text is longer than the request')
    this.pos = end
    return cut(texts.read(this.#bytes, start, end), this.tally)
  }

  /** An id as lower-case hex; "" for none, which some senders write as zeros. */
  id(): string {
    const bytes = this.bytes()
    if (bytes.length > ID_LIMIT) throw new RangeError('an id is longer than any')
    if (bytes.every((byte) => byte === 0)) return ''
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  }

  base64(): string {
    const bytes = this.bytes()
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  }

  /** A time in nanoseconds. */
  nanoseconds(): bigint {
    return BigInt(this.fixed64())
  }

  /** A count of 64 bits; beyond 2^53 the nearest number. */
  count64(): number {
    return Number(this.fixed64())
  }

  /** An int64: small ones, nearly all, without the way through a bigint. */
  integer(): number | string {
    const start = this.pos
    const low = this.uint32()
    if (this.pos - start <= SHORT_VARINT_BYTES) return low
    this.pos = start
    return integer(BigInt(this.int64()))
  }
}
