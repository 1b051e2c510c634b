import type { Encoding, Signal } from '../../otlp/points.ts'
import type { ForwardSettings, Received } from '../types.ts'

/** As soon as can be, so that tests wait for facts and not for the clock. */
export const QUICK = { firstWaitMs: 5, longestWaitMs: 20, closeMs: 50 }

export const SETTINGS: Omit<ForwardSettings, 'endpoint'> = {
  signals: ['metrics', 'logs', 'traces'],
  headersFile: null,
  headersVariable: null,
  redact: false,
  ownEvents: true,
  queueMegabytes: 64,
}

/** JSON goes request by request; protobuf is joined. Neither is read by the forwarder unless it redacts. */
export function received(body: string, signal: Signal = 'logs', encoding: Encoding = 'json'): Received {
  return { signal, encoding, protocol: 'http', body: Buffer.from(body), at: 1_795_332_169_000 }
}
