import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Encoding } from '../../otlp/points.ts'
import { answerOfNone, answerOfStatus, type Answer } from './answer.ts'
import { partialSuccess } from './partial-success.ts'

/** An endpoint that takes longer is treated as away. */
export const TIMEOUT_MS = 10_000
/** And so much longer as a slow line takes for what is sent: 32 KiB a second. */
const SLOWEST_BYTES_PER_MS = 32
/** An answer is some bytes; what a wrong address sends is not read to its end. */
const ANSWER_BYTES = 64 * 1024
const CONTENT_TYPES: Record<Encoding, string> = { json: 'application/json', protobuf: 'application/x-protobuf' }

const pack = promisify(gzip)

export interface PostParts {
  /** By lower-case name; secrets among them. */
  headers: Readonly<Record<string, string>>
  version: string
  fetch: typeof fetch
  now(): number
  timeoutMs: number
}

/** Sends one request, packed, and reads what became of it. `stop` cuts it off. Never rejects. */
export async function post(
  parts: PostParts,
  address: string,
  encoding: Encoding,
  body: Uint8Array,
  stop: AbortSignal,
): Promise<Answer> {
  try {
    const packed = await pack(body)
    const timeoutMs = parts.timeoutMs + packed.byteLength / SLOWEST_BYTES_PER_MS
    const response = await parts.fetch(address, {
      method: 'POST',
      headers: {
        ...parts.headers,
        'content-type': CONTENT_TYPES[encoding],
        'content-encoding': 'gzip',
        'user-agent': `baton/${parts.version}`,
      },
      body: packed,
      // A key must not follow to wherever an endpoint points.
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(Math.ceil(timeoutMs))]),
    })
    if (!response.ok) {
      await response.body?.cancel()
      return answerOfStatus(address, response.status, response.headers.get('retry-after'), parts.now())
    }
    const { rejected, why } = partialSuccess(encoding, await beginning(response))
    return { did: 'taken', rejected, why }
  } catch (error) {
    return answerOfNone(address, reasonOf(error))
  }
}

async function beginning(response: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of response.body ?? []) {
    pieces.push(piece)
    size += piece.byteLength
    // Leaving the loop cancels the rest.
    if (size > ANSWER_BYTES) return new Uint8Array()
  }
  return Buffer.concat(pieces)
}

/** `fetch` wraps what happened to the connection; messages could hold a header, so only names and codes are told. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.name
  return error.name
}
