/** How an id begins that the API itself gave to a response: unique to it, whoever repeats it under whichever request. */
const API_MESSAGE = 'msg_'
const HIGH_BITS = 0xffff
const HIGH_STEP = 2 ** 32
const SEED = 0x811c9dc5
const OTHER_SEED = 0x9747b28c

/** Whether the message id alone tells a request apart; others need the request id beside it. */
export function isApiMessage(messageId: string): boolean {
  return messageId.startsWith(API_MESSAGE)
}

/**
 * The 48 bits that a request is found by, as small in an index as a time. Two may have the same ones; whoever looks compares the
 * ids. Kept in databases: it never changes.
 */
export function requestKey(messageId: string, requestId: string): number {
  const text = isApiMessage(messageId) ? messageId : `${messageId}\0${requestId}`
  return (hash(text, OTHER_SEED) & HIGH_BITS) * HIGH_STEP + hash(text, SEED)
}

/** FNV-1a over UTF-16 code units, and the last step of MurmurHash3, which spreads it over all bits. */
function hash(text: string, seed: number): number {
  let value = seed
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
