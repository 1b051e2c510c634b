import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire'
import { PROBE } from '../../agents/other/telemetry.ts'

/** One log record that tells of nothing but itself. */
export interface Probe {
  /** By which way it goes; makes each a record of its own. */
  by: string
  /** Milliseconds since the epoch. */
  at: number
}

const NANOSECONDS = 1_000_000n
/** Fields of the messages of opentelemetry/proto/logs and common. */
const FIELD = { first: 1, second: 2, observed: 11, attributes: 6, eventName: 12 } as const

export function probeAsJson({ by, at }: Probe): Buffer {
  const time = String(BigInt(at) * NANOSECONDS)
  const text = (key: string, stringValue: string): object => ({ key, value: { stringValue } })
  const record = {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    eventName: PROBE.event,
    attributes: [text('event.name', PROBE.event), text('baton.probe.by', by)],
  }
  const scopeLogs = [{ scope: { name: PROBE.service }, logRecords: [record] }]
  const resource = { attributes: [text('service.name', PROBE.service)] }
  return Buffer.from(JSON.stringify({ resourceLogs: [{ resource, scopeLogs }] }))
}

export function probeAsProtobuf({ by, at }: Probe): Buffer {
  const time = BigInt(at) * NANOSECONDS
  const record = new BinaryWriter()
  record.tag(FIELD.first, WIRE.fixed64).fixed64(time)
  inside(record, FIELD.attributes, attribute('event.name', PROBE.event))
  inside(record, FIELD.attributes, attribute('baton.probe.by', by))
  record.tag(FIELD.observed, WIRE.fixed64).fixed64(time)
  record.tag(FIELD.eventName, WIRE.bytes).string(PROBE.event)
  const scope = new BinaryWriter().tag(FIELD.first, WIRE.bytes).string(PROBE.service)
  const scopeLogs = inside(inside(new BinaryWriter(), FIELD.first, scope), FIELD.second, record)
  const resource = inside(new BinaryWriter(), FIELD.first, attribute('service.name', PROBE.service))
  const resourceLogs = inside(inside(new BinaryWriter(), FIELD.first, resource), FIELD.second, scopeLogs)
  return Buffer.from(inside(new BinaryWriter(), FIELD.first, resourceLogs).finish())
}

/** Records that an export's answer says were rejected. Throws when it is no such answer. */
export function rejectedOf(answer: Uint8Array): number {
  let rejected = 0
  for (const [, partial] of fields(new BinaryReader(answer)))
    for (const [field, reader] of fields(new BinaryReader(partial.bytes())))
      if (field === FIELD.first) rejected = Number(reader.int64())
      else reader.bytes()
  return rejected
}

const WIRE = { fixed64: 1, bytes: 2 } as const

function inside(writer: BinaryWriter, field: number, message: BinaryWriter): BinaryWriter {
  return writer.tag(field, WIRE.bytes).bytes(message.finish())
}

function attribute(key: string, value: string): BinaryWriter {
  const any = new BinaryWriter().tag(FIELD.first, WIRE.bytes).string(value)
  return inside(new BinaryWriter().tag(FIELD.first, WIRE.bytes).string(key), FIELD.second, any)
}

function* fields(reader: BinaryReader): Generator<[number, BinaryReader]> {
  while (reader.pos < reader.len) yield [reader.tag()[0], reader]
}
