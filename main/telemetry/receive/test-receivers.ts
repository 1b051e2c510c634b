import { onTestFinished } from 'vitest'
import type { Signal } from '../../otlp/points.ts'
import type { Received, RunningReceiver, Taken } from '../types.ts'
import { startGrpcReceiver } from './grpc.ts'
import { startHttpReceiver } from './http.ts'
import type { ReceiverParts } from './http.ts'
import { sendGrpc } from './test-send-grpc.ts'
import { sendHttp } from './test-send-http.ts'

export const TAKEN: Taken = { did: 'taken', rejected: 0, why: '' }

/** Remembers what it took, and answers as it is told to. */
export function recordingIntake(answer: (request: Received) => Taken | Promise<Taken> = () => TAKEN) {
  const asked: Received[] = []
  const took: Received[] = []
  return {
    asked,
    took,
    /** Their bodies in hex, as a set has them: without an order. */
    bodies: () => took.map(({ body }) => Buffer.from(body).toString('hex')).sort(),
    async take(request: Received): Promise<Taken> {
      asked.push(request)
      const taken = await answer(request)
      if (taken.did === 'taken') took.push(request)
      return taken
    },
  }
}

/** How a request ended, told alike for each protocol. `code`: HTTP status or gRPC code. */
export interface Sent {
  outcome: 'ok' | 'malformed' | 'busy' | 'too-large' | 'refused' | 'late' | 'cut'
  code: number
  rejected: number
  message: string
  retryAfterMs: number | null
}

export interface SendOptions {
  /** Sent as it is, said to be packed so. */
  packing?: string
  headers?: Record<string, string>
  /** Stops in the middle of the body and waits. */
  stall?: boolean
  /** Goes away, without a word. */
  leave?: AbortSignal
  /** Ends its side of the connection right after the request. */
  halfClose?: boolean
}

export type Send = (port: number, signal: Signal, body: Uint8Array, options?: SendOptions) => Promise<Sent>

export interface Protocol {
  name: string
  send: Send
  start(parts: Partial<ReceiverParts> & Pick<ReceiverParts, 'intake'>): Promise<{
    receiver: RunningReceiver
    port: number
    faults: unknown[]
  }>
}

function starter(start: (parts: ReceiverParts) => Promise<RunningReceiver>): Protocol['start'] {
  return async (parts) => {
    const faults: unknown[] = []
    const fault = (error: unknown): void => void faults.push(error)
    const receiver = await start({ port: 0, takenPort: 'without', fault, patience: 0, ...parts })
    onTestFinished(() => receiver.close())
    return { receiver, port: receiver.view().port ?? 0, faults }
  }
}

const health = () => ({ queue: { requests: 0, bytes: 0 }, lastError: null })
export const startHttp = starter((parts) => startHttpReceiver({ health, ...parts }))
export const startGrpc = starter(startGrpcReceiver)

export const PROTOCOLS: Protocol[] = [
  { name: 'http/json', send: sendHttp('json'), start: startHttp },
  { name: 'http/protobuf', send: sendHttp('protobuf'), start: startHttp },
  { name: 'grpc', send: sendGrpc, start: startGrpc },
]
