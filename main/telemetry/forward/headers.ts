import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import path from 'node:path'
import { failure, success, type Outcome } from '../../../contract/problem.ts'
import type { ForwardSettings } from '../types.ts'

/** Headers of the largest vendors take some hundred bytes. */
const FILE_LIMIT_BYTES = 64 * 1024
const OTHERS_MAY = 0o077
/** Baton sets these itself, or the connection does. */
const OURS = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
])

type Headers = Record<string, string>

/**
 * Headers for the endpoint, by lower-case name, from the file and the variable that the settings name; the variable's
 * come last. Their values are secrets: no problem told here holds one.
 * Problems: `headers-file-missing`, `headers-file-unreadable`, `headers-file-open-to-others`, `headers-variable-missing`,
 * `headers-malformed`.
 */
export async function readForwardHeaders(
  settings: Pick<ForwardSettings, 'headersFile' | 'headersVariable'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Outcome<Headers>> {
  const { headersFile, headersVariable } = settings
  const fromFile = headersFile === null ? success<Headers>({}) : await readHeadersFile(headersFile)
  if (!fromFile.ok || headersVariable === null) return fromFile
  const text = env[headersVariable]
  if (text === undefined) {
    const cause = 'the environment of Baton has no such variable'
    return failure('headers-variable-missing', headersVariable, cause, 'set it where Baton is started')
  }
  const fromVariable = parseVariable(headersVariable, text)
  if (!fromVariable.ok) return fromVariable
  return success({ ...fromFile.value, ...fromVariable.value })
}

async function readHeadersFile(file: string): Promise<Outcome<Headers>> {
  if (!path.isAbsolute(file)) {
    const cause = 'it is not an absolute path'
    return failure('headers-file-unreadable', file, cause, 'write the whole path into telemetry.forward.headersFile')
  }
  let handle: FileHandle | null = null
  try {
    // Without waiting, should it be a pipe.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
    // Of what was opened, not of the name: nobody can put another file there in between.
    const stat = await handle.stat()
    if (!stat.isFile()) return unreadable(file, 'it is not a file')
    if (stat.size > FILE_LIMIT_BYTES) return unreadable(file, `it is larger than ${FILE_LIMIT_BYTES / 1024} KiB`)
    // Windows has no such modes.
    if (process.platform !== 'win32' && ((stat.mode & OTHERS_MAY) !== 0 || stat.uid !== process.getuid?.())) {
      const cause = 'others than you may read or change it, and it holds secrets'
      return failure('headers-file-open-to-others', file, cause, `run: chmod 600 '${file}' (as its owner)`)
    }
    return parseFile(file, await handle.readFile('utf8'))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code !== 'ENOENT') return unreadable(file, `it cannot be read (${String(error.code)})`)
    const remedy = 'write it, or take telemetry.forward.headersFile out of the settings'
    return failure('headers-file-missing', file, 'there is no such file', remedy)
  } finally {
    await handle?.close()
  }
}

function unreadable(file: string, cause: string): Outcome<never> {
  return failure('headers-file-unreadable', file, cause, 'give a text file with a line `Name: value` for each header')
}

function parseFile(file: string, text: string): Outcome<Headers> {
  const pairs: [where: string, name: string, value: string][] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const colon = line.indexOf(':')
    const where = `line ${index + 1}`
    if (colon < 0) return malformed(file, `${where} has no colon`, 'write each header as `Name: value`')
    pairs.push([where, line.slice(0, colon), line.slice(colon + 1)])
  }
  return collect(file, pairs)
}

/** `name=value,name=value`, percent-encoded, as OpenTelemetry's own variable. */
function parseVariable(variable: string, text: string): Outcome<Headers> {
  const remedy = 'write it as `name=value,name=value`, other characters percent-encoded'
  const pairs: [where: string, name: string, value: string][] = []
  for (const [index, member] of text.split(',').entries()) {
    if (member.trim() === '') continue
    const equals = member.indexOf('=')
    const where = `entry ${index + 1}`
    if (equals < 0) return malformed(variable, `${where} has no =`, remedy)
    try {
      pairs.push([where, decodeURIComponent(member.slice(0, equals)), decodeURIComponent(member.slice(equals + 1))])
    } catch {
      return malformed(variable, `${where} is not percent-encoded rightly`, remedy)
    }
  }
  return collect(variable, pairs)
}

function collect(thing: string, pairs: readonly [where: string, name: string, value: string][]): Outcome<Headers> {
  const headers = new Map<string, string>()
  for (const [where, rawName, rawValue] of pairs) {
    const name = rawName.trim().toLowerCase()
    const value = rawValue.trim()
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    } catch {
      return malformed(thing, `${where} is no header that HTTP can carry`, 'check its name and value')
    }
    if (OURS.has(name)) return malformed(thing, `${where}: ${name} is set by Baton itself`, 'take it out')
    headers.set(name, value)
  }
  return success(Object.fromEntries(headers))
}

function malformed(thing: string, cause: string, remedy: string): Outcome<never> {
  return failure('headers-malformed', thing, cause, remedy)
}
