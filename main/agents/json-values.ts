import { isObject, type JsonObject } from './claude/transcript/lines.ts'

/** A part of a line that is an object; {} when it is none. */
export function objectIn(line: JsonObject, name: string): JsonObject {
  const value = line[name]
  return isObject(value) ? value : {}
}

/** A text that says something; null else. */
export function textIn(line: JsonObject, name: string): string | null {
  const value = line[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** A count; 0 for what is none. */
export function countIn(line: JsonObject, name: string): number {
  const value = line[name]
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.min(value, Number.MAX_SAFE_INTEGER) : 0
}

/** A time as ISO 8601, in ms since the epoch; null: none. */
export function timeIn(line: JsonObject, name: string): number | null {
  const at = Date.parse(textIn(line, name) ?? '')
  return Number.isNaN(at) ? null : at
}
