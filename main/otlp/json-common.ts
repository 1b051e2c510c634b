import { isAbsent, isObject, type JsonObject, type JsonReader, WrongShape } from './json-reader.ts'
import type { Scalar, Scope } from './points.ts'
import { AttributeList, cut, emptyMap, jsonDouble, type Nested, NestedBudget, nestedText } from './values.ts'

/** A list of KeyValues. One that cannot be read is counted and left out. */
export function attributesOf(reader: JsonReader, value: unknown): AttributeList {
  const attributes = new AttributeList()
  for (const entry of reader.list(value)) {
    try {
      const { key, value } = reader.object(entry)
      attributes.add(reader.text(key), isAbsent(value) ? '' : valueOf(reader, value, ''), reader.tally)
    } catch {
      reader.tally.fault('unreadable-attribute')
    }
  }
  return attributes
}

/** An AnyValue; `unset` if it holds nothing, null if it is too deep or too large to keep. */
export function valueOf(reader: JsonReader, value: unknown, unset: Scalar | null): Scalar | null {
  const any = reader.object(value)
  if (!isAbsent(any['stringValue'])) return reader.text(any['stringValue'])
  const simple = simpleOf(reader, any)
  if (typeof simple === 'string') return cut(simple, reader.tally)
  if (simple !== null) return simple
  const budget = new NestedBudget()
  const nested = containerOf(reader, any, 1, budget)
  return nested === null ? unset : nestedText(nested, budget, reader.tally)
}

/** Null: it is an array, a map, or not set. */
function simpleOf(reader: JsonReader, any: JsonObject): Scalar | null {
  if (!isAbsent(any['intValue'])) return reader.integer(any['intValue'])
  if (!isAbsent(any['boolValue'])) return reader.bool(any['boolValue'])
  if (!isAbsent(any['doubleValue'])) return reader.double(any['doubleValue'])
  if (isAbsent(any['bytesValue'])) return null
  if (typeof any['bytesValue'] !== 'string') throw new WrongShape('no bytes')
  return Buffer.from(any['bytesValue'], 'base64').toString('base64')
}

function containerOf(reader: JsonReader, any: JsonObject, depth: number, budget: NestedBudget): Nested {
  if (isObject(any['arrayValue'])) {
    const values: Nested[] = []
    for (const value of reader.list(any['arrayValue']['values'])) {
      values.push(nestedOf(reader, value, depth, budget))
      if (budget.refusal !== null) break
    }
    return values
  }
  if (!isObject(any['kvlistValue'])) return null
  const map = emptyMap<Nested>()
  for (const entry of reader.list(any['kvlistValue']['values'])) {
    const { key, value } = reader.object(entry)
    map[reader.text(key)] = isAbsent(value) ? null : nestedOf(reader, value, depth, budget)
    if (budget.refusal !== null) break
  }
  return map
}

/** An AnyValue within an array or a map at `depth`. */
function nestedOf(reader: JsonReader, value: unknown, depth: number, budget: NestedBudget): Nested {
  if (!budget.admit(depth) || isAbsent(value)) return null
  const any = reader.object(value)
  if (!isAbsent(any['stringValue'])) return reader.text(any['stringValue'])
  const simple = simpleOf(reader, any)
  if (typeof simple === 'number') return jsonDouble(simple)
  return simple ?? containerOf(reader, any, depth + 1, budget)
}

export function resourceOf(reader: JsonReader, value: unknown): AttributeList {
  return isAbsent(value) ? new AttributeList() : attributesOf(reader, reader.object(value)['attributes'])
}

export function scopeOf(reader: JsonReader, value: unknown): Scope {
  if (isAbsent(value)) return { name: '', version: '' }
  const scope = reader.object(value)
  return { name: reader.text(scope['name']), version: reader.text(scope['version']) }
}
