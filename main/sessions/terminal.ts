import { constants } from 'node:os'
import { success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { ProcessMark } from '../store/types.ts'
import { OutputFlow } from './output-flow.ts'
import { openPty } from './pty.ts'
import type { OpenPty, PtyRequest } from './pty.ts'
import { openScreen } from './screen.ts'
import type { Replay } from './screen.ts'
import { Viewers } from './viewers.ts'
import type { Size, Viewer } from './viewers.ts'

/** After the exit the pty may still hold output: it is over after this silence, ms (VS Code's `DataFlushTimeout`) … */
const QUIET_MS = 250
/** … or at the latest after this, ms, when a descendant keeps writing (VS Code's `MaximumShutdownTime`). */
const FLUSH_LIMIT_MS = 5_000
/** Sizes beyond these are no terminal's, and a size below makes programs fail. */
const SMALLEST: Size = { columns: 2, rows: 1 }
const LARGEST: Size = { columns: 500, rows: 300 }

export interface TerminalExit {
  /** Null when a signal ended the process. */
  exitCode: number | null
  signal: string | null
}

export interface Attachment {
  /** Its person does something there: the size that it asked for holds from here on. */
  used(): void
  /** The viewer sizes the terminal from here on, until another names a size or is used. */
  resize(columns: number, rows: number): void
  detach(): void
}

/** A program in a pseudoterminal of ours. */
export interface Terminal {
  readonly pid: number
  readonly mark: ProcessMark
  readonly columns: number
  readonly rows: number
  /** The title that the program set last, unfiltered text of the program; '' for none. */
  readonly title: string
  /** False when the program is gone. */
  write(input: string | Uint8Array): boolean
  resize(columns: number, rows: number): void
  /** A replay comes first, asynchronously, then output as it comes. With a size, the viewer sizes the terminal. */
  attach(viewer: Viewer, size?: Size): Attachment
  /** Screen and scrollback, also after the end; without text after `close`. */
  replay(): Promise<Replay>
  /** The same of a program that is gone, as its person saw it last: without what it did to its screen in order to end. */
  lastReplay(): Promise<Replay>
  /** When the process is gone. */
  readonly exited: Promise<TerminalExit>
  /** When its last output has been passed on: how it ended, in words. */
  readonly ended: Promise<string>
  /** Hangs up on a program that still runs (SIGHUP) and lets go of the screen; viewers are told that it ended. */
  close(): void
}

export interface TerminalRequest extends PtyRequest {
  /** Output in batches, in order. Called before the viewers get it. */
  onOutput?: (text: string) => void
  /** A failing read or write of the pty that is not its end. */
  onError?: (error: Error) => void
}

/** Starts a program in a terminal. Refuses with `program-missing`, `not-executable`, `folder-missing`, `spawn-helper`, `terminal-failed`. */
export function openTerminal(request: TerminalRequest): Outcome<Terminal> {
  const home = clamp({ columns: request.columns ?? 120, rows: request.rows ?? 40 })
  const opened = openPty({ ...request, ...home })
  if (!opened.ok) return opened
  return success(host(opened.value, home, request))
}

function host({ pty, mark }: OpenPty, home: Size, request: TerminalRequest): Terminal {
  let size = home
  let alive = true
  let closed = false
  let flush: { quiet: NodeJS.Timeout; limit: NodeJS.Timeout } | null = null
  const exited = Promise.withResolvers<TerminalExit>()
  const ended = Promise.withResolvers<string>()

  const write = (input: string | Uint8Array): boolean => {
    if (alive) pty.write(typeof input === 'string' ? input : Buffer.from(input))
    return alive
  }
  let alone = true
  const screen = openScreen(home.columns, home.rows, (reply) => {
    if (alone) write(reply)
  })
  const viewers = new Viewers((taken) => screen.snapshot(taken))

  const flow = new OutputFlow({
    deliver(batch, parsed) {
      // A query is answered once: by the terminals of those who see it now, else by ours when it gets to it.
      const nobodySees = !viewers.following
      screen.write('', () => {
        alone = nobodySees
      })
      screen.write(batch, parsed)
      request.onOutput?.(batch)
      viewers.output(batch)
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  })
  const apply = (next: Size) => {
    if (next.columns === size.columns && next.rows === size.rows) return
    flow.flush()
    size = next
    screen.resize(size.columns, size.rows)
    viewers.resized(size.columns, size.rows)
    if (!alive) return
    try {
      pty.resize(size.columns, size.rows)
    } catch (error) {
      // The process may be gone without our knowing yet: the only two ways in which node-pty says so.
      if (!/EBADF|already exited/.test(String(error))) throw error
    }
  }
  const finish = (why: string) => {
    if (flush !== null) clearTimers(flush)
    flow.finish()
    viewers.end(why)
    ended.resolve(why)
  }

  pty.onData((data) => {
    flush?.quiet.refresh()
    flow.push(data)
  })
  pty.onExit(({ exitCode, signal }) => {
    alive = false
    const exit = describeExit(exitCode, signal)
    exited.resolve(exit)
    const end = () => finish(exit.signal === null ? `exited with code ${exit.exitCode}` : `ended by ${exit.signal}`)
    flush = { quiet: setTimeout(end, QUIET_MS), limit: setTimeout(end, FLUSH_LIMIT_MS) }
  })

  const sizeByViewers = () => apply(viewers.size ?? home)
  return {
    pid: pty.pid,
    mark,
    get columns() {
      return size.columns
    },
    get rows() {
      return size.rows
    },
    get title() {
      return screen.title()
    },
    write,
    resize: (columns, rows) => apply(clamp({ columns, rows })),
    attach(viewer, asked) {
      flow.flush()
      const place = viewers.add(viewer, asked === undefined ? null : clamp(asked))
      if (asked !== undefined) sizeByViewers()
      place.join()
      return {
        used() {
          place.used()
          sizeByViewers()
        },
        resize(columns, rows) {
          place.setSize(clamp({ columns, rows }))
          sizeByViewers()
        },
        detach() {
          place.remove()
          sizeByViewers()
        },
      }
    },
    replay: () => {
      flow.flush()
      if (closed) return Promise.resolve({ text: '', ...size })
      return new Promise((resolve) => screen.snapshot(resolve))
    },
    lastReplay: () => {
      flow.flush()
      if (closed) return Promise.resolve({ text: '', ...size })
      return new Promise((resolve) => screen.last(resolve))
    },
    exited: exited.promise,
    ended: ended.promise,
    close() {
      closed = true
      flow.stop()
      if (alive) pty.kill()
      viewers.close('its terminal was closed')
      screen.dispose()
    },
  }
}

function clearTimers(timers: { quiet: NodeJS.Timeout; limit: NodeJS.Timeout }): void {
  clearTimeout(timers.quiet)
  clearTimeout(timers.limit)
}

function clamp(size: Size): Size {
  const within = (value: number, low: number, high: number) =>
    Number.isFinite(value) ? Math.min(Math.max(Math.floor(value), low), high) : low
  return {
    columns: within(size.columns, SMALLEST.columns, LARGEST.columns),
    rows: within(size.rows, SMALLEST.rows, LARGEST.rows),
  }
}

/** node-pty gives the number of a signal, 0 or nothing for none. */
function describeExit(exitCode: number, signal: number | undefined): TerminalExit {
  if (!signal) return { exitCode, signal: null }
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0]
  return { exitCode: null, signal: name ?? `signal ${signal}` }
}
