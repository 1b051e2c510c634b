import type { IncomingMessage } from 'node:http'

export type Body = { ok: true; text: string } | { ok: false; reason: 'too-large' | 'aborted' }

/**
 * The whole body as UTF-8. One over `limit` bytes is refused without being kept; the rest of it is read and
 * thrown away, so that the client gets to see the answer (the request timeout bounds that).
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= limit) chunks.push(chunk)
      else chunks = []
    })
    request.on('end', () => {
      if (bytes > limit) resolve({ ok: false, reason: 'too-large' })
      else resolve({ ok: true, text: Buffer.concat(chunks).toString('utf8') })
    })
    request.on('error', () => resolve({ ok: false, reason: 'aborted' }))
    request.on('close', () => resolve({ ok: false, reason: 'aborted' }))
  })
}
