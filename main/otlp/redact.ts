import type { Encoding, Signal } from './points.ts'
import { redactJson } from './redact-json.ts'
import { redactProtobuf } from './redact-protobuf.ts'
import { redactionOf } from './redaction.ts'

/**
 * An OTLP request without the values of the attributes in `keys`, wherever they stand: they become "<redacted>". With
 * `body` among them the bodies of log records do, too, but for those that are a name. All else stays: in protobuf byte for
 * byte, unknown fields too; in JSON by meaning. A part that cannot be read is left out: what it holds cannot be known; with thousands
 * of them, all is.
 */
export function redact(signal: Signal, encoding: Encoding, body: Uint8Array, keys: ReadonlySet<string>): Uint8Array {
  const redaction = redactionOf(keys)
  return encoding === 'protobuf' ? redactProtobuf(signal, body, redaction) : redactJson(body, redaction)
}
