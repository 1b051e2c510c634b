import { BinaryWriter } from '@bufbuild/protobuf/wire'

/** For tests: requests written field by field, right and wrong ones. */

export type Write = (writer: BinaryWriter) => unknown

export function message(writer: BinaryWriter, field: number, write: Write): BinaryWriter {
  writer.tag(field, 2).fork()
  write(writer)
  return writer.join()
}

export function text(writer: BinaryWriter, field: number, value: string): BinaryWriter {
  return writer.tag(field, 2).string(value)
}

/** A KeyValue whose value is written by `any`. */
export function attribute(writer: BinaryWriter, field: number, key: string, any: Write): BinaryWriter {
  return message(writer, field, (kv) => {
    text(kv, 1, key)
    message(kv, 2, any)
  })
}

export function textAttribute(writer: BinaryWriter, field: number, key: string, value: string): BinaryWriter {
  return attribute(writer, field, key, (any) => text(any, 1, value))
}

/** A request of one resource and scope with these items, each written as a message. */
export function request(items: Write[], service = 'test'): Uint8Array {
  const writer = new BinaryWriter()
  message(writer, 1, (resource) => {
    message(resource, 1, (attributes) => textAttribute(attributes, 1, 'service.name', service))
    message(resource, 2, (scope) => {
      message(scope, 1, (named) => text(named, 1, 'scope'))
      for (const item of items) message(scope, 2, item)
    })
  })
  return writer.finish()
}

/** The same in JSON, of log records. */
export function jsonLogs(records: unknown[]): Uint8Array {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'test' } }] }
  const scopeLogs = [{ scope: { name: 'scope' }, logRecords: records }]
  return bytesOf({ resourceLogs: [{ resource, scopeLogs }] })
}

export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
}
