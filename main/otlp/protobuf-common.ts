import { BIT64, LENGTH, tagOf, VARINT, type RequestReader } from './protobuf-reader.ts'
import type { Scalar, Scope } from './points.ts'
import { type AttributeList, cut, emptyMap, jsonDouble, type Nested, NestedBudget, nestedText } from './values.ts'

/** opentelemetry/proto/common/v1/common.proto and resource/v1/resource.proto */
const ANY_STRING = tagOf(1, LENGTH)
const ANY_BOOL = tagOf(2, VARINT)
const ANY_INT = tagOf(3, VARINT)
const ANY_DOUBLE = tagOf(4, BIT64)
const ANY_ARRAY = tagOf(5, LENGTH)
const ANY_MAP = tagOf(6, LENGTH)
const ANY_BYTES = tagOf(7, LENGTH)
const ARRAY_VALUES = tagOf(1, LENGTH)
const MAP_VALUES = tagOf(1, LENGTH)
const KEY_VALUE_KEY = tagOf(1, LENGTH)
const KEY_VALUE_VALUE = tagOf(2, LENGTH)
const RESOURCE_ATTRIBUTES = tagOf(1, LENGTH)
const SCOPE_NAME = tagOf(1, LENGTH)
const SCOPE_VERSION = tagOf(2, LENGTH)

/** A KeyValue, read into `attributes`. */
export function readAttribute(reader: RequestReader, limit: number, attributes: AttributeList): void {
  const end = reader.enter(limit)
  let key = ''
  let value: Scalar | null = ''
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === KEY_VALUE_KEY) key = reader.text()
    else if (tag === KEY_VALUE_VALUE) value = readValue(reader, end, '')
    else reader.pass(tag)
  }
  reader.leave(end)
  attributes.add(key, value, reader.tally)
}

/** An AnyValue; `unset` if it holds nothing, null if it is too deep or too large to keep. */
export function readValue(reader: RequestReader, limit: number, unset: Scalar | null): Scalar | null {
  const end = reader.enter(limit)
  let value = unset
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === ANY_STRING) value = reader.text()
    else if (tag === ANY_INT) value = reader.integer()
    else if (tag === ANY_DOUBLE) value = reader.double()
    else if (tag === ANY_BOOL) value = reader.bool()
    else if (tag === ANY_BYTES) value = cut(reader.base64(), reader.tally)
    else if (tag === ANY_ARRAY || tag === ANY_MAP) {
      const budget = new NestedBudget()
      const nested = tag === ANY_ARRAY ? readArray(reader, end, 1, budget) : readMap(reader, end, 1, budget)
      value = nestedText(nested, budget, reader.tally)
    } else reader.pass(tag)
  }
  reader.leave(end)
  return value
}

function readArray(reader: RequestReader, limit: number, depth: number, budget: NestedBudget): Nested[] {
  const end = reader.enter(limit)
  const values: Nested[] = []
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === ARRAY_VALUES) values.push(readNested(reader, end, depth, budget))
    else reader.pass(tag)
    if (budget.refusal !== null) reader.pos = end
  }
  reader.leave(end)
  return values
}

function readMap(reader: RequestReader, limit: number, depth: number, budget: NestedBudget): { [key: string]: Nested } {
  const end = reader.enter(limit)
  const map = emptyMap<Nested>()
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === MAP_VALUES) readEntry(reader, end, depth, budget, map)
    else reader.pass(tag)
    if (budget.refusal !== null) reader.pos = end
  }
  reader.leave(end)
  return map
}

function readEntry(
  reader: RequestReader,
  limit: number,
  depth: number,
  budget: NestedBudget,
  map: Record<string, Nested>,
): void {
  const end = reader.enter(limit)
  let key = ''
  let value: Nested = null
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === KEY_VALUE_KEY) key = reader.text()
    else if (tag === KEY_VALUE_VALUE) value = readNested(reader, end, depth, budget)
    else reader.pass(tag)
    if (budget.refusal !== null) reader.pos = end
  }
  reader.leave(end)
  map[key] = value
}

/** An AnyValue within an array or a map at `depth`. Once the budget is spent, what is left is passed over. */
function readNested(reader: RequestReader, limit: number, depth: number, budget: NestedBudget): Nested {
  const end = reader.enter(limit)
  let value: Nested = null
  if (!budget.admit(depth)) reader.pos = end
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === ANY_STRING) value = reader.text()
    else if (tag === ANY_INT) value = reader.integer()
    else if (tag === ANY_DOUBLE) value = jsonDouble(reader.double())
    else if (tag === ANY_BOOL) value = reader.bool()
    else if (tag === ANY_BYTES) value = reader.base64()
    else if (tag === ANY_ARRAY) value = readArray(reader, end, depth + 1, budget)
    else if (tag === ANY_MAP) value = readMap(reader, end, depth + 1, budget)
    else reader.pass(tag)
    if (budget.refusal !== null) reader.pos = end
  }
  reader.leave(end)
  return value
}

/** A Resource, read into `attributes`. */
export function readResource(reader: RequestReader, limit: number, attributes: AttributeList): void {
  const end = reader.enter(limit)
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === RESOURCE_ATTRIBUTES) readAttribute(reader, end, attributes)
    else reader.pass(tag)
  }
  reader.leave(end)
}

/** An InstrumentationScope, read into `scope`. */
export function readScope(reader: RequestReader, limit: number, scope: Scope): void {
  const end = reader.enter(limit)
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === SCOPE_NAME) scope.name = reader.text()
    else if (tag === SCOPE_VERSION) scope.version = reader.text()
    else reader.pass(tag)
  }
  reader.leave(end)
}
