import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import grpc from '@grpc/grpc-js'
import type { Encoding, Signal } from './points.ts'

/** For tests: takes whatever an exporter sends, over HTTP and gRPC, and looks at nothing. */
export interface Capture {
  httpUrl: string
  grpcUrl: string
  requests: readonly Captured[]
  close(): Promise<void>
}

export interface Captured {
  signal: Signal
  encoding: Encoding
  protocol: 'http' | 'grpc'
  body: Uint8Array
}

const SERVICES: Record<Signal, string> = {
  logs: 'logs.v1.LogsService',
  metrics: 'metrics.v1.MetricsService',
  traces: 'trace.v1.TraceService',
}
const SIGNALS = Object.keys(SERVICES) as Signal[]

export async function startCapture(): Promise<Capture> {
  const requests: Captured[] = []
  const http = createServer((request, response) => {
    void buffer(request).then((sent) => {
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
      const encoding = request.headers['content-type'] === 'application/json' ? 'json' : 'protobuf'
      const signal = SIGNALS.find((signal) => request.url === `/v1/${signal}`)
      if (signal !== undefined) requests.push({ signal, encoding, protocol: 'http', body })
      response.writeHead(signal === undefined ? 404 : 200, { 'content-type': request.headers['content-type'] })
      return response.end(encoding === 'json' ? '{}' : '')
    })
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const server = new grpc.Server()
  for (const signal of SIGNALS) {
    server.addService(serviceOf(signal), {
      export: (call: { request: Buffer }, done: grpc.sendUnaryData<Buffer>) => {
        requests.push({ signal, encoding: 'protobuf', protocol: 'grpc', body: call.request })
        done(null, Buffer.alloc(0))
      },
    })
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    )
  })
  return {
    httpUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    grpcUrl: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.forceShutdown()
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}

function serviceOf(signal: Signal): grpc.ServiceDefinition {
  const identity = (bytes: Buffer): Buffer => bytes
  return {
    export: {
      path: `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`,
      requestStream: false,
      responseStream: false,
      requestSerialize: identity,
      requestDeserialize: identity,
      responseSerialize: identity,
      responseDeserialize: identity,
    },
  }
}
