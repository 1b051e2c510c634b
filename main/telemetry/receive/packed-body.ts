import type { IncomingMessage } from 'node:http'
import { createGunzip, createInflate } from 'node:zlib'
import type { Held } from './held.ts'
import { BODY_LIMIT } from './limits.ts'

export type Packing = 'identity' | 'gzip' | 'deflate'

/** `gone`: the sender went away, nobody is there to be answered. */
export type PackedBody =
  | { ok: true; body: Uint8Array }
  | { ok: false; reason: 'too-large' | 'broken' | 'full' | 'gone' }

/** Bytes out of the decompressor at a time. */
const CHUNK_BYTES = 64 * 1024

/** How the body is packed; null: in a way that is not known here. */
export function packingOf(header: string | undefined): Packing | null {
  const name = (header ?? 'identity').trim().toLowerCase()
  if (name === '' || name === 'identity') return 'identity'
  return name === 'gzip' || name === 'deflate' ? name : null
}

/**
 * The whole body, unpacked as it comes and given up at `BODY_LIMIT`: a bomb costs no more than that. Its bytes count in
 * `held` while it is read, and on when it is `ok`; then the caller releases them. Whatever is left unread is the caller's.
 */
export function readPackedBody(request: IncomingMessage, packing: Packing, held: Held): Promise<PackedBody> {
  return new Promise((resolve) => {
    const unpacker = packing === 'identity' ? null : createUnpacker(packing)
    const source = unpacker ?? request
    const chunks: Buffer[] = []
    let bytes = 0
    let settled = false
    const settle = (result: PackedBody): void => {
      if (settled) return
      settled = true
      if (unpacker) {
        request.unpipe(unpacker)
        unpacker.destroy()
      }
      if (!result.ok) held.release(bytes)
      resolve(result)
      chunks.length = 0
    }
    source.on('data', (chunk: Buffer) => {
      if (settled) return
      if (bytes + chunk.length > BODY_LIMIT) return settle({ ok: false, reason: 'too-large' })
      if (!held.add(chunk.length)) return settle({ ok: false, reason: 'full' })
      bytes += chunk.length
      chunks.push(chunk)
    })
    source.on('end', () => settle({ ok: true, body: joined(chunks, bytes) }))
    unpacker?.on('error', () => settle({ ok: false, reason: 'broken' }))
    request.on('error', () => settle({ ok: false, reason: 'gone' }))
    // Also comes after a whole request, while it is still being unpacked.
    request.on('close', () => request.complete || settle({ ok: false, reason: 'gone' }))
    if (unpacker) request.pipe(unpacker)
  })
}

function createUnpacker(packing: 'gzip' | 'deflate') {
  return packing === 'gzip' ? createGunzip({ chunkSize: CHUNK_BYTES }) : createInflate({ chunkSize: CHUNK_BYTES })
}

function joined(chunks: readonly Buffer[], bytes: number): Buffer {
  const [only] = chunks
  return chunks.length === 1 && only ? only : Buffer.concat(chunks, bytes)
}
