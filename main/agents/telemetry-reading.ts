import type { Attributes, Scalar, SpanPoint } from '../otlp/points.ts'
import type { Meaning, ToldRequest } from './telemetry.ts'

/** Characters of a name or a kind; longer ones are cut, since each different one is kept. */
const NAME_LENGTH = 100
/** Characters of a session id. One that is longer is no id, and cut it could be another's. */
const SESSION_LENGTH = 128
const NANOSECONDS_PER_MS = 1_000_000

/** Of which attributes a name's kind is made, by name. */
export type KnownNames = ReadonlyMap<string, readonly string[]>

/** A table of known names: `name: attributes that tell it apart`. */
export function knownNames(table: Record<string, string>): KnownNames {
  return new Map(Object.entries(table).map(([name, attributes]) => [name, attributes.split(' ').filter(Boolean)]))
}

/** The first of the attributes that says something, as one clean line; "" when none does. */
export function textOf(attributes: Attributes, ...names: string[]): string {
  for (const name of names) {
    const value = attributes[name]
    if (value !== undefined && value !== '') return cleanName(String(value))
  }
  return ''
}

/** A figure, sent as a number or as text. Null: none, or no finite one. */
export function numberOf(value: Scalar | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** A count, sent as a number or as text. Null: none, or nothing that can be counted. */
export function countOf(value: Scalar | undefined): number | null {
  const number = numberOf(value)
  return number === null || number < 0 || number > Number.MAX_SAFE_INTEGER ? null : Math.round(number)
}

/** The first of the attributes that is a session's id; null: none is. */
export function sessionOf(attributes: Attributes, ...names: string[]): string | null {
  for (const name of names) {
    const value = attributes[name]
    if (typeof value === 'string' && value !== '' && value.length <= SESSION_LENGTH) return value
  }
  return null
}

/** What a name is told apart by: its attributes' values, with a blank between; success as `ok` or `failed`. */
export function kindOf(attributes: Attributes, names: readonly string[]): string {
  const words = names.map((name) => {
    const value = attributes[name]
    if (value === undefined) return ''
    if (value === true || value === 'true') return name.endsWith('success') ? 'ok' : 'true'
    if (value === false || value === 'false') return name.endsWith('success') ? 'failed' : 'false'
    return String(value)
  })
  return cleanName(words.filter(Boolean).join(' '))
}

/** An event: counted once, beside what it says of a request. */
export function eventMeaning(
  name: string,
  known: boolean,
  model: string,
  type: string,
  request: ToldRequest | null = null,
): Meaning {
  return { name: cleanName(name), known, model, type, value: 1, unit: '', request }
}

/** A span: its duration is added up. A failed one says so in its type. */
export function spanMeaning(
  span: SpanPoint,
  name: string,
  known: boolean,
  model: string,
  kind: string,
  request: ToldRequest | null = null,
): Meaning {
  const FAILED = 2
  const duration = span.end > span.start && span.start > 0n ? Number(span.end - span.start) / NANOSECONDS_PER_MS : 0
  const type = span.status === FAILED ? `${kind} error`.trim() : kind
  return { name: cleanName(name), known, model, type, value: duration, unit: 'ms', request }
}

/** `name` without the prefix; as it is when it has none. */
export function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name
}

function cleanName(text: string): string {
  if (text.length <= NAME_LENGTH && !CONTROL.test(text)) return text
  return text.slice(0, NAME_LENGTH).replace(CONTROL_ALL, ' ').trim()
}

// oxlint-disable-next-line no-control-regex -- these are what is to be taken out
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/
const CONTROL_ALL = new RegExp(CONTROL, 'g')
