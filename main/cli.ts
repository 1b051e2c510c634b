import { createProgram } from './cli/program.ts'
import { EXIT } from './cli/exit-codes.ts'
import type { Io } from './cli/output.ts'

/** What is still open after a command has said all it had to say does not hold the shell back. */
const LINGER_MS = 2_000

/**
 * The `baton` command: runs one command line and sets the process' exit code.
 * `argv` as Node gives it: executable, script, arguments. `waits` are for tests.
 */
export async function main(argv: string[], waits: Pick<Io, 'idleExitMs'> = {}): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', readerGone)
  const { stdin, stdout, stderr, env } = process
  const io = { stdin, stdout, stderr, env, cwd: process.cwd(), entry: argv[1] ?? '', ...waits }
  process.exitCode = await createProgram(io).run(argv.slice(2))
  setTimeout(() => process.exit(), LINGER_MS).unref()
}

/** Errors of a stream without a reader; the last one comes with every write after the first error. */
const UNREAD: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'])

/**
 * Nobody reads any more: `| head` had enough, or the terminal is closed. A core in this process goes on
 * without being heard; every other command has nothing left to do.
 */
function readerGone(error: NodeJS.ErrnoException): void {
  if (error.code === undefined || !UNREAD.has(error.code)) throw error
  if (process.listenerCount('SIGHUP') === 0) process.exit(process.exitCode ?? EXIT.completed)
}

if (import.meta.main) await main(process.argv)
