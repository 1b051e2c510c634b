import { ATTRIBUTE_LIMIT, ELEMENT_LIMIT, NESTING_LIMIT, TEXT_LIMIT } from './limits.ts'
import type { Attributes, Scalar } from './points.ts'
import type { Tally } from './tally.ts'

/** What stands within an array or a map, ready for JSON. Null: a value that is not set. */
export type Nested = null | Scalar | Nested[] | { [key: string]: Nested }

/** How much of one array or map was built, and whether it went too far. */
export class NestedBudget {
  #elements = 0
  refusal: 'value-too-deep' | 'value-too-large' | null = null

  /** Room for one more value at this depth? */
  admit(depth: number): boolean {
    this.#elements += 1
    if (depth > NESTING_LIMIT) this.refusal ??= 'value-too-deep'
    if (this.#elements > ELEMENT_LIMIT) this.refusal ??= 'value-too-large'
    return this.refusal === null
  }
}

/** An array or a map as its JSON text; null, and counted, if it went too far. */
export function nestedText(value: Nested, budget: NestedBudget, tally: Tally): string | null {
  if (budget.refusal === null) return cut(JSON.stringify(value), tally)
  tally.count(budget.refusal)
  return null
}

/** A text of at most `TEXT_LIMIT` characters, cut between characters. */
export function cut(text: string, tally: Tally): string {
  if (text.length <= TEXT_LIMIT) return text
  tally.count('text-too-long')
  const last = text.charCodeAt(TEXT_LIMIT - 1)
  const splits = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, splits ? TEXT_LIMIT - 1 : TEXT_LIMIT)
}

/** Doubles as OTLP/JSON has them within JSON, which has no word for some. */
export function jsonDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value)
}

/** An int64 as a number where that is exact, else as its decimal text. */
export function integer(value: bigint): number | string {
  const short = Number(value)
  return Number.isSafeInteger(short) ? short : value.toString()
}

/** Without a prototype: no key of a sender means anything to the language. */
export function emptyMap<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>
}

/** Attributes in the making: the same key twice counts as the later. Null for a value leaves it out. */
export class AttributeList {
  readonly map: Attributes = emptyMap()
  #room = ATTRIBUTE_LIMIT

  add(key: string, value: Scalar | null, tally: Tally): void {
    if (value === null) return
    if (this.#room === 0) {
      tally.count('too-many-attributes')
      return
    }
    this.#room -= 1
    this.map[key] = value
  }
}
