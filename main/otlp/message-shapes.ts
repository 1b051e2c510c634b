import type { Signal } from './points.ts'

/** Which fields of a message are messages that may hold attributes. The others are of no concern here. */
export interface MessageShape {
  /** By number. Functions, as messages hold each other. */
  fields: ReadonlyMap<number, () => MessageShape>
}

function shape(fields: Record<number, () => MessageShape>): MessageShape {
  return { fields: new Map(Object.entries(fields).map(([field, held]) => [Number(field), held])) }
}

/** AnyValue: an array, a map. Both hold their values as field 1. */
export const ANY_VALUE: MessageShape = shape({ 5: () => ARRAY, 6: () => MAP })
export const KEY_VALUE: MessageShape = shape({ 2: () => ANY_VALUE })
const ARRAY = shape({ 1: () => ANY_VALUE })
const MAP = shape({ 1: () => KEY_VALUE })
/** An AnyValue, too. */
export const LOG_BODY: MessageShape = shape({ 5: () => ARRAY, 6: () => MAP })

const RESOURCE = shape({ 1: () => KEY_VALUE })
const SCOPE = shape({ 3: () => KEY_VALUE })
const LOG_RECORD = shape({ 5: () => LOG_BODY, 6: () => KEY_VALUE })

const EXEMPLAR = shape({ 7: () => KEY_VALUE })
const NUMBER_POINT = shape({ 5: () => EXEMPLAR, 7: () => KEY_VALUE })
const HISTOGRAM_POINT = shape({ 8: () => EXEMPLAR, 9: () => KEY_VALUE })
const EXPONENTIAL_POINT = shape({ 1: () => KEY_VALUE, 11: () => EXEMPLAR })
const SUMMARY_POINT = shape({ 7: () => KEY_VALUE })
const METRIC = shape({
  5: () => NUMBERS,
  7: () => NUMBERS,
  9: () => HISTOGRAMS,
  10: () => EXPONENTIALS,
  11: () => SUMMARIES,
  // metadata
  12: () => KEY_VALUE,
})
const NUMBERS = shape({ 1: () => NUMBER_POINT })
const HISTOGRAMS = shape({ 1: () => HISTOGRAM_POINT })
const EXPONENTIALS = shape({ 1: () => EXPONENTIAL_POINT })
const SUMMARIES = shape({ 1: () => SUMMARY_POINT })

const SPAN_EVENT = shape({ 3: () => KEY_VALUE })
const SPAN_LINK = shape({ 4: () => KEY_VALUE })
const SPAN = shape({ 9: () => KEY_VALUE, 11: () => SPAN_EVENT, 13: () => SPAN_LINK })

/** Export…ServiceRequest: resources hold scopes, which hold items. */
function requestOf(item: MessageShape): MessageShape {
  const scopeItems = shape({ 1: () => SCOPE, 2: () => item })
  const resourceItems = shape({ 1: () => RESOURCE, 2: () => scopeItems })
  return shape({ 1: () => resourceItems })
}

export const REQUESTS: Record<Signal, MessageShape> = {
  logs: requestOf(LOG_RECORD),
  metrics: requestOf(METRIC),
  traces: requestOf(SPAN),
}
