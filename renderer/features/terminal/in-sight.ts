/** Out of sight for this long, a terminal is let go, ms: who goes back and forth between two tabs waits for no replay. */
export const REST_AFTER_MS = 2_000

export interface SightChanges {
  /** It is in sight (again). */
  seen(): void
  /** It has been out of sight for `REST_AFTER_MS`. */
  rested(): void
}

export interface Sight {
  /** It has a place on the page, and the page is shown. */
  readonly now: boolean
  /** It got its place on the page, or lost it. */
  placed(onPage: boolean): void
  close(): void
}

/** Whether a person can see something that comes and goes on `page`, which itself may be hidden. */
export function watchSight(page: Pick<Document, 'hidden'> & EventTarget, changes: SightChanges): Sight {
  let onPage = false
  let before = false
  let timer: ReturnType<typeof setTimeout> | null = null
  const now = () => onPage && !page.hidden
  const stop = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const look = () => {
    if (now() === before) return
    before = now()
    stop()
    if (before) changes.seen()
    else timer = setTimeout(() => changes.rested(), REST_AFTER_MS)
  }
  page.addEventListener('visibilitychange', look)
  return {
    get now() {
      return now()
    },
    placed(is) {
      onPage = is
      look()
    },
    close() {
      stop()
      page.removeEventListener('visibilitychange', look)
    },
  }
}
