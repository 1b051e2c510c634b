import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { failure, success, type Outcome } from '../../contract/problem.ts'

/** A secret is some dozen bytes; a key of another kind some thousand. */
const LIMIT_BYTES = 16 * 1024
/** Shorter ones are guessed. */
const LEAST_BYTES = 16
const OTHERS_MAY = 0o077

/**
 * The secret that signs what a webhook is sent, without the line break at its end. No problem told here holds any of it:
 * `secret-file-missing`, `secret-file-unreadable`, `secret-file-open-to-others`, `secret-file-short`.
 */
export async function readSecretFile(file: string): Promise<Outcome<Buffer>> {
  let handle: FileHandle | null = null
  try {
    // Without waiting, should it be a pipe.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
    // Of what was opened, not of the name: nobody can put another file there in between.
    const stat = await handle.stat()
    if (!stat.isFile()) return unreadable(file, 'it is not a file')
    if (stat.size > LIMIT_BYTES) return unreadable(file, `it is larger than ${LIMIT_BYTES / 1024} KiB`)
    // Windows has no such modes.
    if (process.platform !== 'win32' && ((stat.mode & OTHERS_MAY) !== 0 || stat.uid !== process.getuid?.())) {
      const cause = 'others than you may read or change it, and it is a secret'
      return failure('secret-file-open-to-others', file, cause, `run: chmod 600 '${file}' (as its owner)`)
    }
    const secret = withoutLineEnd(await handle.readFile())
    if (secret.byteLength >= LEAST_BYTES) return success(secret)
    const cause = `it holds less than ${LEAST_BYTES} bytes`
    return failure('secret-file-short', file, cause, `run: openssl rand -hex 32 > '${file}'`)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code !== 'ENOENT') return unreadable(file, `it cannot be read (${String(error.code)})`)
    const remedy = 'write it, or take secretFile out of the webhook'
    return failure('secret-file-missing', file, 'there is no such file', remedy)
  } finally {
    await handle?.close()
  }
}

function unreadable(file: string, cause: string): Outcome<never> {
  return failure('secret-file-unreadable', file, cause, 'give a file that holds the secret and nothing else')
}

function withoutLineEnd(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return Buffer.from(text.replace(/\r?\n$/, ''), 'latin1')
}
