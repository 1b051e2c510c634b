import { failure, success } from '../../contract/problem.ts'
import type { TerminalSource, TerminalViewer } from './types.ts'

/** What its replay shows of all that was put out. Bytes. */
const SCREEN_BYTES = 1_000

/**
 * Terminals that say back what is typed, in capitals; `out` speaks to every viewer that is not behind, and replays to
 * one that was and has caught up.
 */
export function echoTerminals(target: string): TerminalSource & {
  viewers: Set<TerminalViewer>
  /** Sizes as they were asked for; "none" of one who takes what there is. */
  sizes: string[]
  out(bytes: Uint8Array): { written: number; skipped: number }
  /** All that was typed. */
  typed(): string
} {
  const viewers = new Set<TerminalViewer>()
  const sizes: string[] = []
  const typed: Uint8Array[] = []
  const behind = new Set<TerminalViewer>()
  let screen = Buffer.alloc(0)
  return {
    viewers,
    sizes,
    typed: () => Buffer.concat(typed).toString('utf8'),
    out(bytes) {
      screen = Buffer.concat([screen, bytes]).subarray(-SCREEN_BYTES)
      let skipped = 0
      for (const viewer of viewers) {
        if (!viewer.writable()) {
          behind.add(viewer)
          skipped += 1
        } else if (behind.delete(viewer)) viewer.replay(screen)
        else viewer.output(bytes)
      }
      return { written: viewers.size - skipped, skipped }
    },
    async attach(asked, size, viewer) {
      if (asked === 'broken') throw new Error('a bug')
      if (asked !== target && asked !== 'ended') {
        return failure('unknown-terminal', asked, 'there is no such session', 'see `baton sessions`')
      }
      const live = asked === target
      viewers.add(viewer)
      sizes.push(size === null ? 'none' : `${size.columns}x${size.rows}`)
      viewer.replay(Buffer.from(live ? 'screen' : 'last screen'))
      if (!live) viewer.ended('the session had ended')
      return success({
        sessionId: 's-1',
        title: 'one\u001b]0;x\u0007',
        columns: size?.columns ?? 120,
        rows: size?.rows ?? 30,
        live,
        write: (bytes) => {
          typed.push(bytes)
          const text = Buffer.from(bytes).toString('utf8')
          if (text === 'exit') viewer.ended('it ended by itself')
          else viewer.output(Buffer.from(text.toUpperCase()))
        },
        resize: (columns, rows) => {
          sizes.push(`${columns}x${rows}`)
          for (const other of viewers) if (other !== viewer) other.resized(columns, rows)
        },
        detach: () => viewers.delete(viewer),
      })
    },
  }
}
