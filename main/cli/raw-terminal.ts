import { writeSync } from 'node:fs'

/** The caller's terminal, handed over to a program whole. */
export interface RawTerminal {
  size(): { columns: number; rows: number }
  write(bytes: Uint8Array | string): void
  /** Gives the terminal back as it was. Safe to call twice. */
  restore(): void
}

export interface RawHandlers {
  typed(bytes: Uint8Array): void
  resized(): void
}

/**
 * What a full-screen program may have switched on, switched off: alternate screen, hidden cursor, mouse, focus reports,
 * bracketed paste, key encodings, application keys, scroll region, colours; then below what it drew.
 */
const RESET =
  '\u001b[?1049l\u001b[?25h\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?1004l\u001b[?2004l' +
  '\u001b[<u\u001b[>4;0m\u001b[?1l\u001b>\u001b[r\u001b[?2026l\u001b[0m\u001b[999;1H\r\n'

/** Signals that end the process; without a handler they would leave the terminal raw. Values: exit codes by custom. */
const ENDING_SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** Takes the terminal until `restore`, an ending signal, a crash or the end of the process, whichever is first. */
export function openRawTerminal(
  stdin: NodeJS.ReadStream,
  stdout: NodeJS.WriteStream & { fd: number },
  handlers: RawHandlers,
): RawTerminal {
  let open = true
  const restore = () => {
    if (!open) return
    open = false
    process.off('exit', restore)
    for (const [signal, handler] of signals) process.off(signal, handler)
    stdin.off('data', handlers.typed)
    stdout.off('resize', handlers.resized)
    tryBoth(
      () => stdin.setRawMode(false),
      // Synchronous: at the end of a process nothing else is written any more.
      () => void writeSync(stdout.fd, RESET),
    )
    stdin.pause()
  }
  const signals = (Object.entries(ENDING_SIGNALS) as [keyof typeof ENDING_SIGNALS, number][]).map(
    ([signal, code]) =>
      [
        signal,
        () => {
          restore()
          process.exit(code)
        },
      ] as const,
  )
  process.on('exit', restore)
  for (const [signal, handler] of signals) process.on(signal, handler)
  stdin.setRawMode(true)
  stdin.resume()
  stdin.on('data', handlers.typed)
  stdout.on('resize', handlers.resized)
  return {
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    write: (bytes) => void (open && stdout.write(bytes)),
    restore,
  }
}

/** A terminal that is gone can be given nothing back; each part is tried for itself. */
function tryBoth(...parts: (() => void)[]): void {
  for (const part of parts) {
    try {
      part()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      if (code !== 'EIO' && code !== 'EBADF' && code !== 'ENXIO' && code !== 'EAGAIN') throw error
    }
  }
}
