import { ID_LIMIT } from './limits.ts'
import { Tally } from './tally.ts'
import { cut, integer } from './values.ts'

/** A message of OTLP/JSON: what its fields hold is anything. */
export type JsonObject = { readonly [field: string]: unknown }

/** A field that does not hold what OTLP/JSON has there. */
export class WrongShape extends Error {}

const DIGITS = /^\d{1,20}$/
const SIGNED_DIGITS = /^-?\d{1,20}$/
const HEX = /^[0-9a-f]*$/
const MOST_INT64 = 2 ** 63
const MOST_NANOSECONDS = 2n ** 64n - 1n
const NO_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

/** Reads the fields of one request; null and absent mean the default, as OTLP/JSON has it. Throws `WrongShape`. */
export class JsonReader {
  readonly tally = new Tally()
  /** An integer stood there as a number that JSON.parse rounds: the text has to be read with more care. */
  inexact = false

  object(value: unknown): JsonObject {
    if (!isObject(value)) throw new WrongShape('not an object')
    return value
  }

  list(value: unknown): readonly unknown[] {
    if (isAbsent(value)) return []
    if (!Array.isArray(value)) throw new WrongShape('not a list')
    return value
  }

  text(value: unknown): string {
    if (isAbsent(value)) return ''
    if (typeof value !== 'string') throw new WrongShape('not a text')
    // An escape can write half a character, which no UTF-8 can hold later.
    return cut(value.toWellFormed(), this.tally)
  }

  bool(value: unknown): boolean {
    if (isAbsent(value)) return false
    if (typeof value !== 'boolean') throw new WrongShape('neither true nor false')
    return value
  }

  /** An id as lower-case hex; "" for none, which some senders write as zeros. */
  id(value: unknown): string {
    const text = this.text(value).toLowerCase()
    if (text.length > 2 * ID_LIMIT || !HEX.test(text)) throw new WrongShape('no id')
    return /^0*$/.test(text) ? '' : text
  }

  nanoseconds(value: unknown): bigint {
    if (isAbsent(value)) return 0n
    const time = this.#bigint(value, DIGITS)
    if (time < 0n || time > MOST_NANOSECONDS) throw new WrongShape('no time')
    return time
  }

  /** An int64, exact: beyond 2^53 as its decimal text. A number beyond int64 is a double that lost its name. */
  integer(value: unknown): number | string {
    if (typeof value === 'number' && (Number.isSafeInteger(value) || Math.abs(value) > MOST_INT64)) return value
    const exact = this.#bigint(value, SIGNED_DIGITS)
    if (typeof value === 'string' && BigInt.asIntN(64, exact) !== exact) throw new WrongShape('no int64')
    return integer(exact)
  }

  /** An integer as a number: beyond 2^53 the nearest one. */
  count(value: unknown): number {
    if (isAbsent(value)) return 0
    if (typeof value === 'number' && Number.isInteger(value)) return value
    return Number(this.#bigint(value, SIGNED_DIGITS))
  }

  double(value: unknown): number {
    if (typeof value === 'number') return value
    if (isAbsent(value)) return 0
    if (typeof value !== 'string' || value.trim() === '') throw new WrongShape('no number')
    const number = NO_NUMBERS.get(value) ?? Number(value)
    if (Number.isNaN(number) && value !== 'NaN') throw new WrongShape('no number')
    return number
  }

  /** A double that says by its absence that there is none. */
  optionalDouble(value: unknown): number | null {
    return isAbsent(value) ? null : this.double(value)
  }

  /** An enum as its number; some senders write its name, which the specification forbids. */
  enum(value: unknown, names: ReadonlyMap<string, number>): number {
    if (typeof value === 'string') {
      const number = names.get(value)
      if (number !== undefined) return number
    }
    return this.count(value)
  }

  #bigint(value: unknown, digits: RegExp): bigint {
    if (typeof value === 'string' && digits.test(value)) return BigInt(value)
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new WrongShape('no integer')
    if (!Number.isSafeInteger(value)) this.inexact = true
    return BigInt(value)
  }
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
