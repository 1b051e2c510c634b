import { FINISHED, type SeriesView } from '../../contract/series.ts'
import type { CoreClient, Subscription, TerminalHandle } from '../server/types.ts'
import { leaveKeyAt } from './leave-key.ts'
import { openRawTerminal } from './raw-terminal.ts'

export interface AttachRequest {
  client: CoreClient
  /** A series or a session. */
  target: string
  /** Set when the target is a series: then the terminal goes along from session to session. */
  seriesId: string | null
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream & { fd: number }
}

export interface AttachEnd {
  /** True: the person left. False: there is no terminal (any more). */
  left: boolean
  /** A terminal was shown at all. */
  shown: boolean
  why: string
}

/** The next session's terminal may be a moment behind its first sign. */
const TRY_AGAIN_MS = 300
const BETWEEN =
  '\r\n\u001b[0m\u001b[2m  This session has handed over. The next one comes up here; Ctrl-] leaves.\u001b[0m\r\n'
/** The replay is a whole terminal and starts on an empty one. */
const EMPTY_SCREEN = '\u001b[0m\u001b[2J\u001b[H'

/** Puts a session's terminal on this one until the person leaves or there is none to show. */
export function attachTerminal({ client, target, seriesId, stdin, stdout }: AttachRequest): Promise<AttachEnd> {
  return new Promise((resolve) => {
    let handle: TerminalHandle | null = null
    let shown: string | null = null
    let attachedNow = false
    let view: SeriesView | null = null
    let follow: Subscription | null = null
    let again: NodeJS.Timeout | null = null
    let over = false

    const terminal = openRawTerminal(stdin, stdout, {
      typed(bytes) {
        const leave = leaveKeyAt(bytes)
        const kept = leave === -1 ? bytes : bytes.subarray(0, leave)
        if (kept.length > 0 && attachedNow) handle?.write(kept)
        if (leave !== -1) finish({ left: true, why: 'left' })
      },
      resized() {
        const { columns, rows } = terminal.size()
        handle?.resize(columns, rows)
      },
    })

    const finish = (end: Omit<AttachEnd, 'shown'>) => {
      if (over) return
      over = true
      if (again !== null) clearTimeout(again)
      handle?.close()
      follow?.close()
      terminal.restore()
      resolve({ ...end, shown: shown !== null })
    }
    const open = () => {
      again = null
      handle = client.attach(target, terminal.size(), {
        attached({ sessionId }) {
          attachedNow = true
          shown = sessionId
        },
        output: (bytes) => terminal.write(bytes),
        replay(bytes) {
          terminal.write(EMPTY_SCREEN)
          terminal.write(bytes)
        },
        detached(why) {
          handle = null
          if (attachedNow && seriesId !== null) terminal.write(BETWEEN)
          const neverThere = !attachedNow && shown === null
          attachedNow = false
          if (seriesId === null || neverThere) return finish({ left: false, why })
          goOn(why)
        },
      })
    }
    /** After a session's end: attaches to the next one, waits for it, or ends when there will be none. */
    const goOn = (why: string) => {
      if (over || handle !== null || again !== null || shown === null) return
      if (view !== null && !view.session?.live && isAtRest(view)) return finish({ left: false, why: view.why ?? why })
      const next = view?.session
      if (next?.live === true && next.sessionId !== shown) again = setTimeout(open, TRY_AGAIN_MS)
    }

    open()
    if (seriesId !== null && !over)
      follow = client.follow(seriesId, Number.MAX_SAFE_INTEGER, {
        event() {},
        view(next) {
          view = next
          goOn(next.why ?? `the series is ${next.status}`)
        },
        closed: (why) => finish({ left: false, why }),
      })
    if (over) follow?.close()
  })
}

function isAtRest(view: SeriesView): boolean {
  return FINISHED.includes(view.status) || view.status === 'paused' || view.status === 'needs-attention'
}
