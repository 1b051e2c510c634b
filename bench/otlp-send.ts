import { Agent, request } from 'node:http'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { Client, credentials, Metadata, status } from '@grpc/grpc-js'
import type { LoadSignal } from './otlp-payload.ts'

/** How a request was answered. `again`: not taken, to be sent once more. */
export type Sent = 'taken' | 'again'

/** One connection of a sender. Throws at an answer that a sound request must not get. */
export interface Connection {
  send(body: Uint8Array): Promise<Sent>
  close(): void
}

export type Protocol = 'http/json' | 'http/protobuf' | 'grpc'

/** @param url `http://127.0.0.1:<port>` */
export function connect(protocol: Protocol, signal: LoadSignal, url: string): Connection {
  return protocol === 'grpc' ? overGrpc(signal, url) : overHttp(protocol, signal, url)
}

/** Answers by which a receiver says that it has not taken it. */
const BUSY = [429, 502, 503, 504]

function overHttp(protocol: Protocol, signal: LoadSignal, url: string): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const type = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf'
  /** What full success looks like. */
  const whole = protocol === 'http/json' ? '{}' : ''
  return {
    async send(body) {
      const headers = { 'content-type': type, 'content-length': body.byteLength }
      const outgoing = request(`${url}/v1/${signal}`, { method: 'POST', agent, headers })
      outgoing.end(body)
      try {
        const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage]
        const answer = (await buffer(incoming)).toString('latin1')
        const code = incoming.statusCode ?? 0
        if (BUSY.includes(code)) return 'again'
        if (code !== 200 || answer !== whole) throw new Refused(`${code} ${answer.slice(0, 200)}`)
        return 'taken'
      } catch (error) {
        if (error instanceof Refused) throw error
        return 'again'
      }
    },
    close: () => agent.destroy(),
  }
}

const SERVICES: Record<LoadSignal, string> = { logs: 'logs.v1.LogsService', metrics: 'metrics.v1.MetricsService' }
/** Codes by which a receiver says, or a broken connection shows, that it is to be sent again. */
const GRPC_BUSY: readonly status[] = [
  status.UNAVAILABLE,
  status.RESOURCE_EXHAUSTED,
  status.CANCELLED,
  status.ABORTED,
  status.DEADLINE_EXCEEDED,
  status.INTERNAL,
]

/** How soon a lost connection is tried anew, at most. ms */
const RECONNECT_MS = 200

function overGrpc(signal: LoadSignal, url: string): Connection {
  const client = new Client(new URL(url).host, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.initial_reconnect_backoff_ms': RECONNECT_MS,
    'grpc.max_reconnect_backoff_ms': RECONNECT_MS,
  })
  const path = `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`
  const same = (bytes: Buffer): Buffer => bytes
  return {
    send: (body) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(path, same, same, Buffer.from(body), new Metadata(), (error, answer) => {
          if (error !== null) {
            if (GRPC_BUSY.includes(error.code)) resolve('again')
            else reject(new Refused(error.message))
          } else if (answer !== undefined && answer.length > 0) reject(new Refused(`partly: ${answer.toString()}`))
          else resolve('taken')
        })
      }),
    close: () => client.close(),
  }
}

class Refused extends Error {}
