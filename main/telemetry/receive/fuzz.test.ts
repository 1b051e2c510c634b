import { connect } from 'node:http2'
import { createConnection, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { recordingIntake, startGrpc, startHttp } from './test-receivers.ts'
import { callOn, EXPORT_PATHS, framed, sendGrpc } from './test-send-grpc.ts'
import { sendHttp } from './test-send-http.ts'

const BODY = Buffer.from('a request that is whole')
const RUNS = 300

/** Changed, left out, doubled or cut off somewhere. */
const mutation = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'drop', 'double', 'cut'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.nat(255),
  }),
  { minLength: 1, maxLength: 6 },
)

function mutate(valid: Buffer, steps: { kind: string; at: number; value: number }[]): Buffer {
  return steps.reduce((bytes, { kind, at, value }) => {
    const place = Math.min(Math.floor(at * bytes.length), Math.max(0, bytes.length - 1))
    const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
    if (kind === 'cut') return before
    if (kind === 'set') return Buffer.concat([before, Buffer.from([value]), after.subarray(1)])
    return Buffer.concat(
      kind === 'drop' ? [before, after.subarray(1 + value)] : [before, after.subarray(0, value), after],
    )
  }, valid)
}

/** Writes and ends; resolves when the connection is gone, whoever ended it. */
function throwAt(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(bytes, () => socket.end()))
    socket.resume()
    socket.on('error', () => {})
    socket.on('close', () => resolve())
  })
}

/** What a real HTTP/2 client sends for one call, to nobody who answers. */
async function grpcBytes(): Promise<Buffer> {
  const chunks: Buffer[] = []
  const whole = Promise.withResolvers<void>()
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (Buffer.concat(chunks).includes(BODY)) whole.resolve()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  session.on('error', () => {})
  const sent = callOn(session, EXPORT_PATHS.logs, framed(BODY, false))
  await whole.promise
  session.destroy()
  server.close()
  await sent
  return Buffer.concat(chunks)
}

it('survives whatever comes in place of HTTP', async () => {
  const { port, faults } = await startHttp({ intake: recordingIntake(), timeouts: { headers: 200, request: 300 } })
  const head = `POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n`
  const valid = Buffer.from(`${head}Content-Encoding: gzip\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY.toString()}`)
  const thrown = fc.asyncProperty(mutation, (steps) => throwAt(port, mutate(valid, steps)))
  await fc.assert(thrown, { numRuns: RUNS })
  expect(await sendHttp('json')(port, 'logs', BODY)).toMatchObject({ outcome: 'ok' })
  expect(faults.filter((fault) => fault instanceof Error)).toEqual([])
})

it('survives whatever comes in place of gRPC', async () => {
  const { port, faults } = await startGrpc({ intake: recordingIntake(), timeouts: { headers: 200, request: 300 } })
  const valid = await grpcBytes()
  const thrown = fc.asyncProperty(mutation, (steps) => throwAt(port, mutate(valid, steps)))
  await fc.assert(thrown, { numRuns: RUNS })
  expect(await sendGrpc(port, 'logs', BODY)).toMatchObject({ outcome: 'ok' })
  expect(faults.filter((fault) => fault instanceof Error)).toEqual([])
})
