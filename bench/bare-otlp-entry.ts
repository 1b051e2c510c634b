import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js'
import { decode } from '../main/otlp/decode.ts'
import type { Signal } from '../main/otlp/points.ts'

/**
 * The least that a receiver of telemetry can be: reads the bytes, decodes them as ours does, says that all was well. It
 * checks, keeps and writes nothing. Tells its ports to its parent.
 */
const http = createServer(async (request, response) => {
  const json = request.headers['content-type'] === 'application/json'
  const signal = request.url?.slice('/v1/'.length) as Signal
  const decoded = decode(signal, json ? 'json' : 'protobuf', await buffer(request))
  response.writeHead(decoded.ok ? 200 : 400, { 'content-type': request.headers['content-type'] })
  response.end(json ? '{}' : '')
})

const grpc = new Server()
const same = (bytes: Buffer): Buffer => bytes
const empty = Buffer.alloc(0)
for (const [signal, service] of [
  ['logs', 'logs.v1.LogsService'],
  ['metrics', 'metrics.v1.MetricsService'],
] as const) {
  const path = `/opentelemetry.proto.collector.${service}/Export`
  const types = { requestSerialize: same, requestDeserialize: same, responseSerialize: same, responseDeserialize: same }
  const handler: handleUnaryCall<Buffer, Buffer> = ({ request }, done) => {
    const decoded = decode(signal, 'protobuf', request)
    done(decoded.ok ? null : new Error('malformed'), empty)
  }
  grpc.addService({ Export: { path, requestStream: false, responseStream: false, ...types } }, { Export: handler })
}

http.listen(0, '127.0.0.1', () => {
  grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error
    process.send?.({ http: (http.address() as AddressInfo).port, grpc: port })
  })
})
process.on('disconnect', () => process.exit())
