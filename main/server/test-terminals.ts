import { failure, success } from '../../contract/problem.ts'
import type { TerminalSource, TerminalViewer } from './types.ts'

/** Terminals that say back what is typed, in capitals; `out` speaks to every viewer that is not behind. */
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
  return {
    viewers,
    sizes,
    typed: () => Buffer.concat(typed).toString('utf8'),
    out(bytes) {
      const ready = [...viewers].filter((viewer) => viewer.writable())
      for (const viewer of ready) viewer.output(bytes)
      return { written: ready.length, skipped: viewers.size - ready.length }
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
