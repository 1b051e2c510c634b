import type { RunEvent } from '../../contract/events.ts'
import type { SeriesView } from '../../contract/series.ts'
import { createLiveBlock } from './live-block.ts'
import type { Io, Output } from './output.ts'
import { eventLine, eventLines } from './render/event-line.ts'
import { paintLine, piece, type Line } from './render/line.ts'
import { seriesLines } from './render/series-view.ts'

/** Where a followed series is shown. */
export interface Screen {
  event(event: RunEvent): void
  view(view: SeriesView): void
  /** A word of the follower itself, on stderr. */
  note(text: string): void
  close(): void
}

/** The elapsed time moves once a second. */
const TICK_MS = 1000
/** Views come with every hook; the eye needs no more than this. */
const REDRAW_MS = 60
/** Below this a hint costs more lines than it is worth. */
const HINT_COLUMNS = 60

export function createScreen(out: Output, io: Io, hint: string): Screen {
  if (out.json) return jsonScreen(out)
  return out.live ? liveScreen(out, io, hint) : plainScreen(out)
}

function jsonScreen(out: Output): Screen {
  return { event: (event) => out.object(event), view() {}, note: out.diagnostic, close() {} }
}

/** One line an event; a context that is the same whole percentage as before is not said again. */
function plainScreen(out: Output): Screen {
  let lastContext = ''
  return {
    event(event) {
      if (event.type === 'context') {
        const context = `${event.sessionId} ${Math.round(event.percent)}`
        if (context === lastContext) return
        lastContext = context
      }
      out.lines([eventLine(event)])
    },
    view() {},
    note: out.diagnostic,
    close() {},
  }
}

/** What happened stays above; how it stands is redrawn below. */
function liveScreen(out: Output, io: Io, hint: string): Screen {
  const size = () => ({ columns: io.stdout.columns || 80, rows: io.stdout.rows || 24 })
  const block = createLiveBlock((text) => io.stdout.write(text), size)
  let view: SeriesView | null = null
  let pending: NodeJS.Timeout | null = null
  const draw = () => {
    pending = null
    if (view === null) return
    // A line that fills the last column leaves terminals in doubt where the cursor is.
    const columns = size().columns - 1
    const lines: Line[] = [[piece('')], ...seriesLines(view, columns, Date.now())]
    if (columns >= HINT_COLUMNS) lines.push([piece(`  ${hint}`, 'quiet')])
    block.draw(lines.map((line) => paintLine(line, out.paint, columns)))
  }
  const ticking = setInterval(draw, TICK_MS)
  io.stdout.on('resize', draw)
  return {
    event(event) {
      if (event.type === 'context') return
      block.print(
        eventLines(event, size().columns)
          .map((line) => paintLine(line, out.paint))
          .join('\n'),
      )
    },
    view(next) {
      view = next
      pending ??= setTimeout(draw, REDRAW_MS)
    },
    note(text) {
      block.print(out.paint.dim(text))
    },
    close() {
      clearInterval(ticking)
      if (pending !== null) clearTimeout(pending)
      io.stdout.off('resize', draw)
      block.clear()
    },
  }
}
