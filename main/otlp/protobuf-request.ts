import { PIECE } from './limits.ts'
import type { Point, PointGroup, Signal } from './points.ts'
import { readResource, readScope } from './protobuf-common.ts'
import { readLog } from './protobuf-logs.ts'
import { readMetric } from './protobuf-metrics.ts'
import { LENGTH, type RequestReader, tagOf } from './protobuf-reader.ts'
import { readSpan } from './protobuf-traces.ts'
import { AttributeList } from './values.ts'

/** The Export…ServiceRequest of each signal has one shape: resources hold scopes, which hold items. */
const REQUEST_RESOURCES = tagOf(1, LENGTH)
const RESOURCE = tagOf(1, LENGTH)
const RESOURCE_SCOPES = tagOf(2, LENGTH)
const SCOPE = tagOf(1, LENGTH)
const SCOPE_ITEMS = tagOf(2, LENGTH)

/** Reads one item that ends at `end`: pushes its points, counts what is wrong with it, never throws. */
type ReadItem = (reader: RequestReader, end: number, points: Point[]) => void

const READ_ITEM: Record<Signal, ReadItem> = { logs: readLog, metrics: readMetric, traces: readSpan }

/** Reads a request; yields now and then so that its caller can let others run. Throws if its frame is no protobuf. */
export function* readRequest(reader: RequestReader, signal: Signal): Generator<undefined, PointGroup[]> {
  const groups: PointGroup[] = []
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (tag === REQUEST_RESOURCES && reader.tally.admitFrame()) yield* readOfResource(reader, READ_ITEM[signal], groups)
    else reader.pass(tag)
  }
  reader.leave(reader.len)
  return groups
}

function* readOfResource(reader: RequestReader, readItem: ReadItem, groups: PointGroup[]): Generator<undefined> {
  const end = reader.enter(reader.len)
  // On the wire it may come after what it is the resource of.
  const resource = new AttributeList()
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === RESOURCE) readResource(reader, end, resource)
    else if (tag === RESOURCE_SCOPES && reader.tally.admitFrame()) {
      const group: PointGroup = { resource: resource.map, scope: { name: '', version: '' }, points: [] }
      yield* readOfScope(reader, end, readItem, group)
      if (group.points.length > 0) groups.push(group)
    } else reader.pass(tag)
  }
  reader.leave(end)
}

function* readOfScope(
  reader: RequestReader,
  limit: number,
  readItem: ReadItem,
  group: PointGroup,
): Generator<undefined> {
  const end = reader.enter(limit)
  let items = 0
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === SCOPE_ITEMS) {
      readItem(reader, reader.enter(end), group.points)
      items += 1
      if (items % PIECE === 0) yield
    } else if (tag === SCOPE) readScope(reader, end, group.scope)
    else reader.pass(tag)
  }
  reader.leave(end)
}
