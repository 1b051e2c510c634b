import type { Channel } from '../../contract/channel.ts'
import type { Notice } from '../../contract/notice.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { CoreClient, Watch } from '../server/types.ts'
import type { CoreHost } from './core-host.ts'
import { keepBoard, type KnownBoard } from './known-board.ts'
import type { ShellLog } from './shell-log.ts'

export interface CoreLinkParts {
  open(): Promise<Outcome<CoreHost>>
  /** The board as it is known now, or the link itself, has changed. */
  changed(): void
  /** Pages may ask for their core again. */
  opened(): void
  notify(notice: Notice): void
  /** A person has seen it, here or elsewhere. */
  seen(notice: Notice): void
  /** The core of this process has ended. */
  ownEnded(): void
  log: ShellLog
}

export interface CoreLink {
  /** The first opening. Later ones happen by themselves. */
  start(): Promise<Outcome<void>>
  connected(): boolean
  ownsCore(): boolean
  board(): KnownBoard
  /** Null while there is none. */
  client(): CoreClient | null
  /** False: there is no core now. */
  serve(channel: Channel): boolean
  /** Ends the core and waits until it has ended. */
  endCore(force: boolean): Promise<Outcome<void>>
  close(): Promise<void>
}

/** Waits between attempts to reach a core that went away, doubled up to the last. */
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 30_000

/**
 * The app's way to its core. When another process's core goes away, the next one is attached to, or opened here: the
 * data folder is free then, and series that ran go on.
 */
export function createCoreLink(parts: CoreLinkParts): CoreLink {
  const { log } = parts
  const keeper = keepBoard()
  let host: CoreHost | null = null
  let watch: Watch | null = null
  let retry: NodeJS.Timeout | null = null
  let opening: Promise<unknown> = Promise.resolve()
  let closed = false

  async function start(): Promise<Outcome<void>> {
    const opened = await parts.open()
    if (!opened.ok) return opened
    if (closed) await opened.value.close()
    else adopt(opened.value)
    return success(undefined)
  }

  function adopt(fresh: CoreHost): void {
    host = fresh
    log.info({ own: fresh.own, pid: fresh.pid }, 'the core is here')
    watch = fresh.client.watch('desktop', {
      board(board) {
        keeper.replace(board)
        parts.changed()
      },
      change(change) {
        const seen = keeper.change(change)
        if (seen !== null) parts.seen(seen)
        parts.changed()
      },
      notify: (notice) => parts.notify(notice),
      closed: (why) => lose(fresh, why),
    })
    void untilEnded(fresh)
    parts.opened()
    parts.changed()
  }

  async function untilEnded(own: CoreHost): Promise<void> {
    await own.ended
    if (host !== own) return
    forget()
    parts.ownEnded()
  }

  function lose(lost: CoreHost, why: string): void {
    if (host !== lost || lost.own) return
    log.warn({ why, pid: lost.pid }, 'the core went away')
    forget()
    again(FIRST_RETRY_MS)
  }

  function forget(): void {
    host = null
    watch?.close()
    watch = null
    parts.changed()
  }

  function again(waitMs: number): void {
    if (closed) return
    retry = setTimeout(() => {
      opening = tryAgain(waitMs)
    }, waitMs)
  }

  async function tryAgain(waitMs: number): Promise<void> {
    try {
      const outcome = await start()
      if (outcome.ok) return
      log.warn({ problem: outcome.problem }, 'no core yet')
      again(Math.min(waitMs * 2, LAST_RETRY_MS))
    } catch (error) {
      log.error({ err: error }, 'the core could not be opened')
      again(LAST_RETRY_MS)
    }
  }

  return {
    start() {
      const first = start()
      opening = first
      return first
    },
    connected: () => host !== null,
    ownsCore: () => host?.own ?? false,
    board: () => keeper.known(),
    client: () => host?.client ?? null,
    serve(channel) {
      host?.serve(channel)
      return host !== null
    },
    async endCore(force) {
      const present = host
      if (present === null) return failure('core-gone', 'Baton', 'no core answers', 'try again')
      const answer = await present.client.call('core.quit', { force })
      if (!answer.ok) return answer
      if (present.own) await present.ended
      return success(undefined)
    },
    async close() {
      closed = true
      if (retry !== null) clearTimeout(retry)
      await opening
      const last = host
      forget()
      await last?.close()
    },
  }
}
