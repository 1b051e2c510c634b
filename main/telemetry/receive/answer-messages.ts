import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { cleanLine } from '../../../contract/text.ts'
import type { Encoding, Signal } from '../../otlp/points.ts'
import { SAID_LIMIT } from './limits.ts'

/** Codes of google.rpc.Code that a receiver answers by. */
export const RpcCode = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
} as const
export type RpcCode = (typeof RpcCode)[keyof typeof RpcCode]

/** Field 1 of each signal's `Export…PartialSuccess`, by its name in JSON. */
const REJECTED: Record<Signal, string> = {
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
  traces: 'rejectedSpans',
}
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo'

/**
 * What a reason may contain came from the sender: one line, bounded, no half characters. Those make grpc-js throw where
 * nobody catches.
 */
export function sayable(text: string): string {
  return cleanLine(text, SAID_LIMIT).toWellFormed()
}

/** `Export…ServiceResponse`: all was taken, or `rejected` points of it were not, and why. */
export function exportResponse(signal: Signal, encoding: Encoding, rejected: number, why: string): Uint8Array {
  const told = rejected > 0 || why !== ''
  if (encoding === 'json') {
    const partialSuccess = { [REJECTED[signal]]: String(rejected), errorMessage: sayable(why) }
    return Buffer.from(JSON.stringify(told ? { partialSuccess } : {}))
  }
  const writer = new BinaryWriter()
  if (!told) return writer.finish()
  writer.tag(1, 2).fork()
  if (rejected > 0) writer.tag(1, 0).int64(rejected)
  if (why !== '') writer.tag(2, 2).string(sayable(why))
  return writer.join().finish()
}

/** `google.rpc.Status`. `retryAfterMs`: it may be sent again then; null: not said. */
export function statusMessage(
  encoding: Encoding,
  code: RpcCode,
  message: string,
  retryAfterMs: number | null,
): Uint8Array {
  if (encoding === 'json') {
    const details = retryAfterMs === null ? [] : [{ '@type': RETRY_INFO, retryDelay: `${retryAfterMs / 1_000}s` }]
    return Buffer.from(JSON.stringify({ code, message: sayable(message), details }))
  }
  const writer = new BinaryWriter().tag(1, 0).int32(code).tag(2, 2).string(sayable(message))
  if (retryAfterMs === null) return writer.finish()
  writer.tag(3, 2).fork()
  writer.tag(1, 2).string(RETRY_INFO)
  writer.tag(2, 2).fork()
  writeDuration(writer.tag(1, 2).fork(), retryAfterMs).join()
  return writer.join().join().finish()
}

/** `google.protobuf.Duration`. */
function writeDuration(writer: BinaryWriter, ms: number): BinaryWriter {
  const seconds = Math.floor(ms / 1_000)
  return writer
    .tag(1, 0)
    .int64(seconds)
    .tag(2, 0)
    .int32(Math.round((ms - seconds * 1_000) * 1e6))
}
