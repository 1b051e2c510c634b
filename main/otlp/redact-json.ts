import { parseExactly } from './json-exact.ts'
import { checkShape } from './json-shape.ts'
import { JSON_DEPTH_LIMIT } from './limits.ts'
import { type Redaction, isName, REDACTED } from './redaction.ts'

/** An integer outside quotes that JSON.parse may round. */
const LONG_INTEGER = /[^"\d]\d{16,}/

/** As `redact`, for OTLP/JSON. What is no JSON becomes an empty request. */
export function redactJson(body: Uint8Array, redaction: Redaction): Uint8Array {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  try {
    checkShape(body)
    const request = LONG_INTEGER.test(text) ? parseExactly(text) : (JSON.parse(text) as unknown)
    return Buffer.from(JSON.stringify(redacted(request, '', redaction, 0)))
  } catch {
    return Buffer.from('{}')
  }
}

/** `field`: of the object that it stands in, directly or in a list. */
function redacted(value: unknown, field: string, redaction: Redaction, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > JSON_DEPTH_LIMIT) return null
  if (Array.isArray(value)) return value.map((entry) => redacted(entry, field, redaction, depth + 1))
  const object = value as Record<string, unknown>
  const hidden = typeof object['key'] === 'string' && redaction.hides(object['key'])
  return Object.fromEntries(
    Object.entries(object).map(([name, held]) => {
      if (hidden && name === 'value') return [name, { stringValue: REDACTED }]
      if (redaction.bodies && field === 'logRecords' && name === 'body') return [name, redactedBody(held)]
      return [name, redacted(held, name, redaction, depth + 1)]
    }),
  )
}

function redactedBody(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return null
  const text = (body as Record<string, unknown>)['stringValue']
  return { stringValue: typeof text === 'string' && isName(text) ? text : REDACTED }
}
