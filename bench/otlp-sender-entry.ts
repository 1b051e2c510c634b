import { setTimeout as delay } from 'node:timers/promises'
import { fill, makeTemplate, ofSession, PER_REQUEST, type LoadSignal, type Template } from './otlp-payload.ts'
import { connect, type Connection, type Protocol } from './otlp-send.ts'

/** What a sender is to do. Each connection is a session of its own and waits for an answer before it goes on. */
export interface Load {
  url: string
  protocol: Protocol
  signal: LoadSignal
  connections: number
  /** Of each connection. */
  requests: number
  /** From one sending to the next of a connection, ms; 0: as fast as it is answered. All begin spread over it. */
  apart: number
}

/** What came of it: each request was taken in the end. */
export interface LoadResult {
  ms: number
  /** Of each request from its first sending to the answer that it was taken, ms. */
  times: number[]
  /** Records or points that were taken. */
  records: number
  /** Sendings that were not taken, and were done again. */
  again: number
}

const AGAIN_MS = 100
/** Of one request; then something is wrong with the receiver for good. */
const MOST_TRIES = 600
/** What the points of a request are for; each follows the one before. */
const STEP_NS = 1_000_000n

let nextId = 1
/** Where the points of each session go on. */
const times = new Map<number, bigint>()
const templates = new Map<string, Template>()

async function play(load: Load): Promise<LoadResult> {
  const { url, protocol, signal, connections, requests, apart } = load
  const base = templateOf(signal, protocol)
  const lines = Array.from({ length: connections }, (_, session) => ({
    session,
    template: ofSession(base, session),
    connection: connect(protocol, signal, url),
  }))
  const result: LoadResult = { ms: 0, times: [], records: 0, again: 0 }
  const begun = performance.now()
  await Promise.all(
    lines.map(async ({ session, template, connection }) => {
      const first = begun + (apart * session) / connections
      for (let n = 0; n < requests; n += 1) {
        // oxlint-disable-next-line no-await-in-loop -- in order, as a session sends
        if (apart > 0) await delay(Math.max(0, first + n * apart - performance.now()))
        // oxlint-disable-next-line no-await-in-loop
        await deliver(connection, nextBody(template, session), result)
      }
    }),
  )
  result.ms = performance.now() - begun
  for (const { connection } of lines) connection.close()
  return result
}

function templateOf(signal: LoadSignal, protocol: Protocol): Template {
  const encoding = protocol === 'http/json' ? 'json' : 'protobuf'
  const key = `${signal} ${encoding}`
  const template = templates.get(key) ?? makeTemplate(signal, encoding)
  templates.set(key, template)
  return template
}

function nextBody(template: Template, session: number): Uint8Array {
  const from = times.get(session) ?? BigInt(Date.now()) * 1_000_000n
  times.set(session, from + STEP_NS)
  const body = fill(template, nextId, from, from + STEP_NS)
  nextId += PER_REQUEST
  return body
}

/** The same bytes until they are taken. */
async function deliver(connection: Connection, body: Uint8Array, result: LoadResult): Promise<void> {
  const begun = performance.now()
  // oxlint-disable-next-line no-await-in-loop -- one try after the other
  for (let tries = 1; (await connection.send(body)) === 'again'; tries += 1) {
    if (tries === MOST_TRIES) throw new Error(`not taken after ${tries} tries`)
    result.again += 1
    // oxlint-disable-next-line no-await-in-loop
    await delay(AGAIN_MS)
  }
  result.times.push(performance.now() - begun)
  result.records += PER_REQUEST
}

process.on('message', (load: Load) => {
  play(load).then(
    (result) => process.send?.({ ok: true, result }),
    (error: unknown) => process.send?.({ ok: false, why: error instanceof Error ? error.message : String(error) }),
  )
})
process.on('disconnect', () => process.exit())
