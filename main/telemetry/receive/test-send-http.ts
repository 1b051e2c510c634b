import { request } from 'node:http'
import type { ClientRequest, IncomingHttpHeaders } from 'node:http'
import type { Encoding } from '../../otlp/points.ts'
import { readExportResponse, readStatus } from './test-answers.ts'
import type { Send, SendOptions, Sent } from './test-receivers.ts'

export const CONTENT_TYPE: Record<Encoding, string> = { json: 'application/json', protobuf: 'application/x-protobuf' }

const OUTCOMES: Record<number, Sent['outcome']> = {
  200: 'ok',
  400: 'malformed',
  408: 'late',
  413: 'too-large',
  503: 'busy',
}

/** One request on a connection of its own. */
export function sendHttp(encoding: Encoding): Send {
  return (port, signal, body, options = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Sent>()
    const asking = request({
      method: 'POST',
      port,
      host: '127.0.0.1',
      path: `/v1/${signal}`,
      agent: false,
      headers: headersOf(encoding, body, options),
    })
    asking.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve(readAnswer(encoding, response.statusCode ?? 0, response.headers, Buffer.concat(chunks))),
      )
    })
    asking.on('error', () =>
      resolve({ outcome: 'cut', code: 0, rejected: 0, message: 'the connection was cut', retryAfterMs: null }),
    )
    options.leave?.addEventListener('abort', () => asking.destroy())
    write(asking, body, options)
    return promise
  }
}

function headersOf(encoding: Encoding, body: Uint8Array, { packing, headers }: SendOptions) {
  const packed = packing === undefined ? {} : { 'content-encoding': packing }
  return { 'content-type': CONTENT_TYPE[encoding], 'content-length': body.length, ...packed, ...headers }
}

function write(asking: ClientRequest, body: Uint8Array, { stall, halfClose }: SendOptions): void {
  if (stall) asking.write(body.subarray(0, body.length / 2))
  else asking.end(body, () => halfClose && asking.socket?.end())
}

function readAnswer(encoding: Encoding, status: number, headers: IncomingHttpHeaders, body: Buffer): Sent {
  const outcome = OUTCOMES[status] ?? 'refused'
  const retry = headers['retry-after']
  const sent = { outcome, code: status, rejected: 0, message: '', retryAfterMs: retry ? Number(retry) * 1_000 : null }
  if (outcome === 'late') return sent
  const type = headers['content-type']
  if (type !== CONTENT_TYPE[encoding]) return { ...sent, message: `an answer of type ${type}` }
  if (encoding === 'protobuf') {
    if (outcome === 'ok') return { ...sent, ...readExportResponse(body) }
    return { ...sent, message: readStatus(body).message }
  }
  const said = JSON.parse(body.toString('utf8')) as { partialSuccess?: Record<string, string>; message?: string }
  const { errorMessage = '', ...counts } = said.partialSuccess ?? {}
  if (outcome !== 'ok') return { ...sent, message: said.message ?? '' }
  return { ...sent, rejected: Number(Object.values(counts)[0] ?? 0), message: errorMessage }
}
