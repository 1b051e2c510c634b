import { parseJson, readAnswer } from '../../contract/answer.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { RpcMethod, RpcResult } from '../../contract/rpc.ts'
import { cleanText } from '../../contract/text.ts'

/**
 * JSON for a client, over any transport. This is the one place where text that an agent may have written is
 * cleaned: every string that leaves the core as a result, an event, a view or a title passes it.
 */
export function encodeForClient(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined
  // Most answers have nothing to clean, and to be asked for each of a million figures takes a second.
  if (text !== undefined && !text.includes('\\') && cleanText(text) === text) return text
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? cleanText(inner) : inner))
}

/** What the text of a call's answer says; `core-mismatch` when it is not the contract's. */
export function decodeOutcome<M extends RpcMethod>(method: M, text: string): Outcome<RpcResult<M>> {
  return readAnswer(method, parseJson(text))
}

export { parseJson } from '../../contract/answer.ts'
