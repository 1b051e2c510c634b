import type { SeriesBook } from '../series/book.ts'
import type { RunningServer } from '../server/server.ts'

const CHECK_MS = 1_000

/** Ends a core that nobody uses: no series that goes on, no session, no client for `idleExitMs`. Null: never. */
export function watchIdle(
  idleExitMs: number | null,
  book: SeriesBook,
  server: () => RunningServer | null,
  end: () => void,
): { stop(): void } {
  if (idleExitMs === null) return { stop: () => {} }
  let busyAt = Date.now()
  const timer = setInterval(
    () => {
      const now = Date.now()
      const running = server()
      if (book.busy || (running?.connections() ?? 0) > 0) busyAt = now
      const lastUse = Math.max(busyAt, running?.lastContactAt() ?? 0)
      if (now - lastUse >= idleExitMs) end()
    },
    Math.min(CHECK_MS, idleExitMs),
  )
  return { stop: () => clearInterval(timer) }
}
