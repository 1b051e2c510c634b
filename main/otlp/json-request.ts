import { logOf } from './json-logs.ts'
import { metricOf } from './json-metrics.ts'
import { resourceOf, scopeOf } from './json-common.ts'
import { isObject, type JsonReader } from './json-reader.ts'
import { spanOf } from './json-traces.ts'
import { PIECE } from './limits.ts'
import type { Attributes, Point, PointGroup, Signal } from './points.ts'

/** Reads one item: pushes its points, counts what is wrong with it, never throws. */
type ReadItem = (reader: JsonReader, item: unknown, points: Point[]) => void

/** What the lists of each signal are called. */
const SHAPES: Record<Signal, { resources: string; scopes: string; items: string; read: ReadItem }> = {
  logs: { resources: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords', read: logOf },
  metrics: { resources: 'resourceMetrics', scopes: 'scopeMetrics', items: 'metrics', read: metricOf },
  traces: { resources: 'resourceSpans', scopes: 'scopeSpans', items: 'spans', read: spanOf },
}

/** Reads a request; yields now and then so that its caller can let others run. Throws if it is none at all. */
export function* requestOf(reader: JsonReader, request: unknown, signal: Signal): Generator<undefined, PointGroup[]> {
  const shape = SHAPES[signal]
  const groups: PointGroup[] = []
  for (const ofResource of reader.list(reader.object(request)[shape.resources])) {
    if (!reader.tally.admitFrame()) continue
    const found = read(reader, () => {
      const object = reader.object(ofResource)
      return { resource: resourceOf(reader, object['resource']).map, scopes: reader.list(object[shape.scopes]) }
    })
    for (const ofScope of found?.scopes ?? []) {
      if (!reader.tally.admitFrame()) continue
      const group = read(reader, () => groupOf(reader, found?.resource, ofScope))
      if (group === null) continue
      yield* itemsOf(reader, ofScope, shape, group)
      if (group.points.length > 0) groups.push(group)
    }
  }
  return groups
}

function groupOf(reader: JsonReader, resource: Attributes | undefined, ofScope: unknown): PointGroup {
  const scope = scopeOf(reader, reader.object(ofScope)['scope'])
  return { resource: resource ?? {}, scope, points: [] }
}

function* itemsOf(
  reader: JsonReader,
  ofScope: unknown,
  shape: { items: string; read: ReadItem },
  group: PointGroup,
): Generator<undefined> {
  const items = read(reader, () => reader.list(isObject(ofScope) ? ofScope[shape.items] : undefined))
  let count = 0
  for (const item of items ?? []) {
    shape.read(reader, item, group.points)
    count += 1
    if (count % PIECE === 0) yield
  }
}

/** Null, and counted: this part of the frame is of the wrong shape. */
function read<T>(reader: JsonReader, part: () => T): T | null {
  try {
    return part()
  } catch {
    reader.tally.fault('unreadable-group')
    return null
  }
}
