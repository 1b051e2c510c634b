import { open } from 'node:fs/promises'
import { isObject, parseLine, splitLines, type JsonObject } from './lines.ts'

const READ_BYTES = 1024 * 1024

/**
 * Gives, in order, the objects of those lines that hold one of `words` (as bytes) and none of `unless`.
 * `from`: where to start, in bytes; a line cut by it is damaged and yields nothing. False: there is no such file.
 */
export async function scanTranscript(
  path: string,
  { words, unless = [], lastBytes = null }: { words: string[]; unless?: string[]; lastBytes?: number | null },
  onObject: (object: JsonObject) => void,
): Promise<boolean> {
  const wanted = words.map((word) => Buffer.from(word))
  const unwanted = unless.map((word) => Buffer.from(word))
  const splitter = splitLines((line) => {
    if (!wanted.some((word) => line.includes(word)) || unwanted.some((word) => line.includes(word))) return
    parseLine(line).objects.forEach(onObject)
  })
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return false
  try {
    const { size } = await file.stat()
    let at = lastBytes === null ? 0 : Math.max(0, size - lastBytes)
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, Math.max(1, size - at)))
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) return true
      splitter.push(buffer.subarray(0, bytesRead))
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

/** True for a line of the session's own thread, not of a subagent's. */
export function isMainThread(line: JsonObject): boolean {
  return line['isSidechain'] !== true && line['agentId'] === undefined
}

/** The content blocks of a line's message; a plain string is one text block. */
export function blocksOf(line: JsonObject): JsonObject[] {
  const message = line['message']
  const content = isObject(message) ? message['content'] : null
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isObject) : []
}

/** The text of a line's message, blocks of other kinds left out. */
export function textOf(line: JsonObject): string {
  return blocksOf(line)
    .flatMap((block) => (block['type'] === 'text' && typeof block['text'] === 'string' ? [block['text']] : []))
    .join('\n')
}
