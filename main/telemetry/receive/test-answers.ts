import { BinaryReader } from '@bufbuild/protobuf/wire'

/** Fields of a message by number: numbers, and bytes of what has a length. Enough for the few messages of an answer. */
export function fieldsOf(bytes: Uint8Array): Map<number, number | Uint8Array> {
  const reader = new BinaryReader(bytes)
  const fields = new Map<number, number | Uint8Array>()
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    fields.set(field, wire === 0 ? Number(reader.int64()) : reader.bytes())
  }
  return fields
}

export function bytesAt(fields: Map<number, number | Uint8Array>, field: number): Uint8Array {
  const value = fields.get(field)
  return value instanceof Uint8Array ? value : new Uint8Array()
}

export function textAt(fields: Map<number, number | Uint8Array>, field: number): string {
  return Buffer.from(bytesAt(fields, field)).toString('utf8')
}

export function numberAt(fields: Map<number, number | Uint8Array>, field: number): number {
  const value = fields.get(field)
  return typeof value === 'number' ? value : 0
}

/** `Export…ServiceResponse`. */
export function readExportResponse(bytes: Uint8Array): { rejected: number; message: string } {
  const partial = fieldsOf(bytesAt(fieldsOf(bytes), 1))
  return { rejected: numberAt(partial, 1), message: textAt(partial, 2) }
}

/** `google.rpc.Status` with at most one detail, a `RetryInfo`. */
export function readStatus(bytes: Uint8Array): { code: number; message: string; retryAfterMs: number | null } {
  const status = fieldsOf(bytes)
  const detail = fieldsOf(bytesAt(status, 3))
  const delay = fieldsOf(bytesAt(fieldsOf(bytesAt(detail, 2)), 1))
  const retry = textAt(detail, 1).endsWith('google.rpc.RetryInfo')
  return {
    code: numberAt(status, 1),
    message: textAt(status, 2),
    retryAfterMs: retry ? numberAt(delay, 1) * 1_000 + numberAt(delay, 2) / 1e6 : null,
  }
}
