import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** Something of Baton's own: `OwnEvent` of telemetry. */
export interface EventToEncode {
  name: string
  /** Milliseconds since the epoch. */
  at: number
  attributes: Record<string, string | number | boolean>
}

/** Who tells: what OpenTelemetry calls the resource. */
export interface EventSource {
  version: string
  /** Tells one Baton from another. */
  instanceId: string
}

const SCOPE = 'baton.events'
/** SEVERITY_NUMBER_INFO */
const INFO = 9

/** Field numbers of OTLP's messages. */
const REQUEST = { resourceLogs: 1 }
const RESOURCE_LOGS = { resource: 1, scopeLogs: 2 }
const RESOURCE = { attributes: 1 }
const SCOPE_LOGS = { scope: 1, logRecords: 2 }
const SCOPE_FIELDS = { name: 1, version: 2 }
const RECORD = { time: 1, severity: 2, severityText: 3, body: 5, attributes: 6, observed: 11, eventName: 12 }
const KEY_VALUE = { key: 1, value: 2 }
const ANY = { string: 1, bool: 2, int: 3, double: 4 }

/** Events as the body of an OTLP logs request, in protobuf: some back ends take nothing else. */
export function encodeLogs(events: readonly EventToEncode[], source: EventSource): Uint8Array {
  const resource = {
    'service.name': 'baton',
    'service.version': source.version,
    'service.instance.id': source.instanceId,
  }
  const writer = new BinaryWriter()
  within(writer, REQUEST.resourceLogs, () => {
    within(writer, RESOURCE_LOGS.resource, () => keyValues(writer, RESOURCE.attributes, resource))
    within(writer, RESOURCE_LOGS.scopeLogs, () => {
      within(writer, SCOPE_LOGS.scope, () => {
        text(writer, SCOPE_FIELDS.name, SCOPE)
        text(writer, SCOPE_FIELDS.version, source.version)
      })
      for (const event of events) within(writer, SCOPE_LOGS.logRecords, () => record(writer, event))
    })
  })
  return writer.finish()
}

function record(writer: BinaryWriter, { name, at, attributes }: EventToEncode): void {
  const time = BigInt(Math.round(at * 1_000)) * 1_000n
  writer.tag(RECORD.time, WireType.Bit64).fixed64(time)
  writer.tag(RECORD.severity, WireType.Varint).int32(INFO)
  text(writer, RECORD.severityText, 'INFO')
  within(writer, RECORD.body, () => text(writer, ANY.string, name))
  // Back ends that do not know the field look for the attribute.
  keyValues(writer, RECORD.attributes, { ...attributes, 'event.name': name })
  writer.tag(RECORD.observed, WireType.Bit64).fixed64(time)
  text(writer, RECORD.eventName, name)
}

function keyValues(writer: BinaryWriter, field: number, values: EventToEncode['attributes']): void {
  for (const [key, value] of Object.entries(values)) {
    within(writer, field, () => {
      text(writer, KEY_VALUE.key, key)
      within(writer, KEY_VALUE.value, () => anyValue(writer, value))
    })
  }
}

function anyValue(writer: BinaryWriter, value: string | number | boolean): void {
  if (typeof value === 'string') text(writer, ANY.string, value)
  else if (typeof value === 'boolean') writer.tag(ANY.bool, WireType.Varint).bool(value)
  else if (Number.isSafeInteger(value)) writer.tag(ANY.int, WireType.Varint).int64(value)
  else writer.tag(ANY.double, WireType.Bit64).double(value)
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value)
}

/** A message within the one that is written. */
function within(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork()
  write()
  writer.join()
}
