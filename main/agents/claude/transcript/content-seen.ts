import { realpathSync } from 'node:fs'
import { isObject, type JsonObject } from './lines.ts'
import { isMainThread, scanTranscript, textOf } from './scan.ts'

export interface SeenFile {
  /** Absolute path. */
  path: string
  text: string
}

/**
 * Paths of those files whose content reached the model without a tool: pasted in a prompt, by `` !`cmd` `` in a slash
 * command (its expanded body is a meta line), or by `@file` (an attachment of the file as it stood then, like a Read: the
 * agent may have changed it since).
 * Answers of tools are not looked at: hooks tell of them.
 */
export async function contentSeen(path: string, files: SeenFile[]): Promise<Set<string>> {
  const seen = new Set<string>()
  const sought = files.map((file) => ({ path: file.path, real: realPath(file.path), text: normal(file.text) }))
  const filter = { words: ['"type":"user"', '"type":"attachment"'], unless: ['"tool_result"', '"prompt_snapshot"'] }
  await scanTranscript(path, filter, (line) => {
    if (!isMainThread(line) || line['isCompactSummary'] === true) return
    const attached = attachedFile(line)
    const told = line['type'] === 'user' ? [textOf(line)] : stringsOf(line['attachment'])
    const texts = told.map(normal)
    for (const file of sought) {
      const isAttached = attached !== null && (attached === file.path || realPath(attached) === file.real)
      if (isAttached || (file.text !== '' && texts.some((told) => told.includes(file.text)))) seen.add(file.path)
    }
  })
  return seen
}

/** `@file`: the agent attaches the file as its Read tool would give it. Its path. */
function attachedFile(line: JsonObject): string | null {
  const attachment = line['attachment']
  if (!isObject(attachment) || attachment['type'] !== 'file' || !isObject(attachment['content'])) return null
  const file = attachment['content']['file']
  if (!isObject(file) || typeof file['filePath'] !== 'string' || typeof file['content'] !== 'string') return null
  return file['filePath']
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(stringsOf)
  return isObject(value) ? Object.values(value).flatMap(stringsOf) : []
}

/** Line ends and outer blanks differ by the way that the text took. */
function normal(text: string): string {
  return text.replaceAll('\r\n', '\n').trim()
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // Compared as it is written when it is no longer there.
    return path
  }
}
