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

/** Events as the body of an OTLP/JSON logs request. */
export function encodeLogs(events: readonly EventToEncode[], source: EventSource): Uint8Array {
  const resource = {
    'service.name': 'baton',
    'service.version': source.version,
    'service.instance.id': source.instanceId,
  }
  const request = {
    resourceLogs: [
      {
        resource: { attributes: keyValues(resource) },
        scopeLogs: [{ scope: { name: SCOPE, version: source.version }, logRecords: events.map(recordOf) }],
      },
    ],
  }
  return Buffer.from(JSON.stringify(request))
}

function recordOf({ name, at, attributes }: EventToEncode) {
  const time = String(BigInt(Math.round(at * 1_000)) * 1_000n)
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: INFO,
    severityText: 'INFO',
    eventName: name,
    body: { stringValue: name },
    // Back ends that do not know the field look for the attribute.
    attributes: keyValues({ ...attributes, 'event.name': name }),
  }
}

function keyValues(attributes: Record<string, string | number | boolean>) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: string | number | boolean) {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (Number.isSafeInteger(value)) return { intValue: String(value) }
  return { doubleValue: Number.isFinite(value) ? value : String(value) }
}
