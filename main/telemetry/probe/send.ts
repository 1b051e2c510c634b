import { request } from 'node:http'
import { Client, credentials } from '@grpc/grpc-js'
import { probeAsJson, probeAsProtobuf, rejectedOf } from './message.ts'

/** The ways by which an agent may send. */
export const PROBE_WAYS = ['http/json', 'http/protobuf', 'grpc'] as const
export type ProbeWay = (typeof PROBE_WAYS)[number]

/** `why` when it was not taken: one sentence without a full stop. */
export type ProbeResult = { taken: true } | { taken: false; why: string }

/** An answer comes after the commit, which takes some milliseconds. */
const ANSWER_LIMIT_MS = 5_000
const GRPC_PATH = '/opentelemetry.proto.collector.logs.v1.LogsService/Export'

/** Sends one log record to a port of this machine and waits until it is durable there. Never rejects. */
export async function sendProbe(way: ProbeWay, port: number, at: number): Promise<ProbeResult> {
  const probe = { by: way, at }
  try {
    if (way === 'grpc') return judge(await callGrpc(port, probeAsProtobuf(probe)))
    const json = way === 'http/json'
    const body = json ? probeAsJson(probe) : probeAsProtobuf(probe)
    const { status, answer } = await post(port, json ? 'application/json' : 'application/x-protobuf', body)
    if (status !== 200) return { taken: false, why: `it was answered by ${status}` }
    return json ? judgeJson(answer) : judge(answer)
  } catch (error) {
    return { taken: false, why: reasonOf(error) }
  }
}

function judge(answer: Uint8Array): ProbeResult {
  return rejectedOf(answer) > 0 ? { taken: false, why: 'the record was rejected' } : { taken: true }
}

function judgeJson(answer: Buffer): ProbeResult {
  const { partialSuccess } = JSON.parse(answer.toString('utf8')) as {
    partialSuccess?: { rejectedLogRecords?: unknown }
  }
  const rejected = Number(partialSuccess?.rejectedLogRecords ?? 0)
  return rejected > 0 ? { taken: false, why: 'the record was rejected' } : { taken: true }
}

function post(port: number, type: string, body: Buffer): Promise<{ status: number; answer: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'content-length': body.length }
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS)
    const where = { host: '127.0.0.1', port, path: '/v1/logs', method: 'POST', agent: false }
    const sent = request({ ...where, headers, signal }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, answer: Buffer.concat(parts) }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function callGrpc(port: number, body: Buffer): Promise<Buffer> {
  // A proxy of the environment must not be asked for this machine.
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 })
  const same = (bytes: Buffer): Buffer => bytes
  return new Promise<Buffer>((resolve, reject) => {
    const deadline = Date.now() + ANSWER_LIMIT_MS
    client.makeUnaryRequest(GRPC_PATH, same, same, body, { deadline }, (error, answer) => {
      if (error !== null) reject(error)
      else resolve(answer ?? Buffer.alloc(0))
    })
  }).finally(() => client.close())
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed'
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `no answer came in ${ANSWER_LIMIT_MS / 1000} s`
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  const details = 'details' in error && typeof error.details === 'string' ? error.details : null
  return code === 'ECONNREFUSED' ? 'nobody listens there' : (details ?? code ?? 'the answer is none of a receiver')
}
