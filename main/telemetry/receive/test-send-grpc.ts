import { connect } from 'node:http2'
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2'
import { createConnection } from 'node:net'
import { status } from '@grpc/grpc-js'
import type { Signal } from '../../otlp/points.ts'
import { readExportResponse, readStatus } from './test-answers.ts'
import type { Send, SendOptions, Sent } from './test-receivers.ts'

export const EXPORT_PATHS: Record<Signal, string> = {
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
}

const OUTCOMES: Record<number, Sent['outcome']> = {
  [status.OK]: 'ok',
  [status.INVALID_ARGUMENT]: 'malformed',
  [status.DEADLINE_EXCEEDED]: 'late',
  [status.RESOURCE_EXHAUSTED]: 'too-large',
  [status.UNAVAILABLE]: 'busy',
}

/** One call on a connection of its own, frame by frame: nothing of the library whose other end is tested. */
export const sendGrpc: Send = async (port, signal, body, options = {}) => {
  const socket = createConnection(port, '127.0.0.1')
  // A body of 20 MiB that waits to be sent counts as memory of the session, which then hears no answer.
  const session = connect(`http://127.0.0.1:${port}`, { createConnection: () => socket, maxSessionMemory: 100 })
  session.on('error', () => {})
  try {
    const answered = callOn(session, EXPORT_PATHS[signal], framed(body, options.packing !== undefined), options)
    options.leave?.addEventListener('abort', () => session.destroy())
    if (options.halfClose) setImmediate(() => socket.end())
    return await answered
  } finally {
    session.destroy()
  }
}

/** A message as gRPC frames it. */
export function framed(body: Uint8Array, packed: boolean): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(packed ? 1 : 0, 0)
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

export function callOn(
  session: ClientHttp2Session,
  path: string,
  frames: Uint8Array,
  { packing, headers, stall }: SendOptions = {},
): Promise<Sent> {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...(packing === undefined ? {} : { 'grpc-encoding': packing }),
    ...headers,
  })
  if (stall) stream.write(frames.subarray(0, frames.length / 2))
  else stream.end(frames)
  return ended(stream)
}

function ended(stream: ClientHttp2Stream): Promise<Sent> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let said: IncomingHttpHeaders = {}
    const hear = (headers: IncomingHttpHeaders): void => void (said = { ...said, ...headers })
    stream.on('response', hear)
    stream.on('trailers', hear)
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('error', () => {})
    // Whoever is answered before all was sent hears of it by the end of the answer.
    stream.on('end', () => stream.close())
    stream.on('close', () => resolve(readAnswer(said, Buffer.concat(chunks))))
  })
}

function readAnswer(said: IncomingHttpHeaders, data: Buffer): Sent {
  const { 'grpc-status': code, 'grpc-message': message = '', 'grpc-status-details-bin': details } = said
  if (code === undefined) {
    return { outcome: 'cut', code: Number(said[':status'] ?? 0), rejected: 0, message: '', retryAfterMs: null }
  }
  const sent = {
    outcome: OUTCOMES[Number(code)] ?? 'refused',
    code: Number(code),
    rejected: 0,
    message: decodeURI(String(message)),
    retryAfterMs: details === undefined ? null : readStatus(Buffer.from(String(details), 'base64')).retryAfterMs,
  }
  return sent.outcome === 'ok' ? { ...sent, ...readExportResponse(data.subarray(5)) } : sent
}
