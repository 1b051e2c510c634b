import { createHmac } from 'node:crypto'
import type { AlertMessage, AlertWebhook } from '../../contract/alerts.ts'
import { cleanLine } from '../../contract/text.ts'
import { readSecretFile } from './secret-file.ts'
import type { Sent } from './sent.ts'

/** An endpoint that takes longer is tried again. */
export const WEBHOOK_TIMEOUT_MS = 10_000
/** Of an answer that refuses: as much as tells a person why. */
const ANSWER_CHARACTERS = 200
/** Of what keeps a connection from being made. */
const CAUSE_CHARACTERS = 80
/** What a wrong address sends is not read to its end. */
const ANSWER_BYTES = 4 * 1024
/** Its sender may try again: a time-out, too early, too much. */
const AGAIN = new Set([408, 425, 429])

export interface WebhookParts {
  version: string
  fetch: typeof fetch
  /** Ms since the epoch. */
  now(): number
  timeoutMs: number
}

/** Tells one webhook, signed where it has a secret. `stop` cuts it off. Never rejects. */
export async function callWebhook(
  parts: WebhookParts,
  { url, secretFile }: AlertWebhook,
  message: AlertMessage,
  stop: AbortSignal,
): Promise<Sent> {
  const secret = secretFile === null ? null : await readSecretFile(secretFile)
  if (secret?.ok === false) return { did: 'never', why: `${secret.problem.thing}: ${secret.problem.cause}` }
  const body = JSON.stringify(message)
  const timestamp = String(Math.floor(parts.now() / 1_000))
  try {
    const response = await parts.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': `baton/${parts.version}`,
        'baton-timestamp': timestamp,
        ...(secret !== null && { 'baton-signature': signature(secret.value, timestamp, body) }),
      },
      body,
      // What is told must not follow to wherever an endpoint points.
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(parts.timeoutMs)]),
    })
    return await meaning(response)
  } catch (error) {
    return { did: 'later', why: `it cannot be reached (${reasonOf(error)})` }
  }
}

/** `v1=` and the HMAC-SHA256 of `timestamp.body` as hex. */
export function signature(secret: Uint8Array, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

async function meaning(response: Response): Promise<Sent> {
  const { status } = response
  if (response.ok) {
    await response.body?.cancel()
    return { did: 'sent', why: null }
  }
  if (status >= 300 && status < 400) {
    await response.body?.cancel()
    return { did: 'never', why: `it answered ${status}: redirects are not followed; give the address itself` }
  }
  const said = cleanLine(await beginning(response), ANSWER_CHARACTERS)
  const why = said === '' ? `it answered ${status}` : `it answered ${status}: ${said}`
  return { did: status >= 500 || AGAIN.has(status) ? 'later' : 'never', why }
}

async function beginning(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of response.body ?? []) {
    pieces.push(piece)
    size += piece.byteLength
    // Leaving the loop cancels the rest.
    if (size > ANSWER_BYTES) break
  }
  return Buffer.concat(pieces).subarray(0, ANSWER_BYTES).toString('utf8')
}

/** `fetch` wraps what happened to the connection. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cleanLine(cause.message, CAUSE_CHARACTERS)
  return error.name
}
