/** Of the message within its request: a request has one, unless ids are made up. */
const MESSAGE_KEYS = 2 ** 16

/**
 * The number that a request is found by: 32 bits of its request id (without one, of its message id), 16 of its message id. As
 * small in an index as a time. Two may have the same one; whoever looks compares the ids. Kept in databases: it never changes.
 */
export function requestKey(messageId: string, requestId: string): number {
  const message = hash(messageId)
  const first = requestId === '' ? message : hash(requestId)
  return first * MESSAGE_KEYS + (message % MESSAGE_KEYS)
}

/** Between these, included, are the keys of all messages of a request. */
export function keysOfRequest(requestId: string): [from: number, until: number] {
  const from = hash(requestId) * MESSAGE_KEYS
  return [from, from + MESSAGE_KEYS - 1]
}

/** FNV-1a over UTF-16 code units, and the last step of MurmurHash3, which spreads it over all bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
