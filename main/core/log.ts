import { mkdirSync } from 'node:fs'
import { pino } from 'pino'
import type { Logger } from 'pino'
import { logFile, removeOldLogs } from './log-files.ts'

export interface Log {
  logger: Logger
  /** From now on this exact value (a token) is masked wherever it would stand in a line. */
  hide(secret: string): void
  /** Writes out what is buffered and closes the file. */
  close(): Promise<void>
}

export interface LogParts {
  /** The folder of the log files; made when it is missing. */
  dir: string
  level?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Milliseconds since the epoch. */
  now?(): number
}

const MASK = '[hidden]'
/** Fields that hold a secret or a person's environment, on the top level and one below. */
const SECRET_FIELDS = ['token', 'controlToken', 'authorization', 'cookie', 'password', 'secret', 'apiKey', 'env']
/** Secrets inside texts: authorization headers and keys of the model's provider. */
const SECRET_TEXT = /\b(Bearer\s+|sk-ant-)[\w.~+/=-]{8,}/g
/** Shorter values would mask ordinary words. */
const LEAST_SECRET = 8

/** JSON lines into one file a day (UTC), readable by its owner alone. Files older than 14 days are removed. */
export function openLog({ dir, level = 'info', now = Date.now }: LogParts): Log {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const secrets = new Set<string>()
  let day = ''
  let file: ReturnType<typeof openFile> | null = null

  const fileOfToday = () => {
    const today = new Date(now()).toISOString().slice(0, 10)
    if (file && today === day) return file
    file?.end()
    day = today
    file = openFile(logFile(dir, today))
    removeOldLogs(dir, today)
    return file
  }
  const stream = { write: (line: string) => void fileOfToday().write(mask(line, secrets)) }
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: MASK },
    },
    stream,
  )
  return {
    logger,
    hide(secret) {
      if (secret.length >= LEAST_SECRET) secrets.add(secret)
    },
    close: () =>
      new Promise((resolve) => {
        const last = file
        file = null
        if (!last) return resolve()
        last.once('close', () => resolve())
        last.end()
      }),
  }
}

function openFile(path: string) {
  const file = pino.destination({ dest: path, sync: false, mode: 0o600, append: true })
  // A full disk must not end the core; the log itself is what cannot be written to.
  file.on('error', (error: Error) => process.stderr.write(`baton: cannot write ${path}: ${error.message}\n`))
  return file
}

function mask(line: string, secrets: ReadonlySet<string>): string {
  let masked = line.replace(SECRET_TEXT, `$1${MASK}`)
  for (const secret of secrets) masked = masked.replaceAll(secret, MASK)
  return masked
}
