import { statSync, watch, type FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'

/** How often a missed or impossible notification is made good, in milliseconds. */
const RECHECK_MS = 1_000

export interface Hint {
  close(): void
}

interface Watched {
  dir: string
  ino: number
  watcher: FSWatcher
}

/**
 * Says "look again" soon after something below `target` (a file, or a folder of files) may have changed, and once a
 * second in any case. It never says what changed: that is for the caller to find by stat. Neither the target nor its
 * folders need exist. `onTrouble` hears once that the system gives no notifications, so that only the second counts.
 */
export function hintOfChange(target: string, onHint: () => void, onTrouble: (cause: string) => void): Hint {
  let watched: Watched | null = null
  let told = false
  let closed = false

  function trouble(error: unknown): void {
    release()
    if (told || closed) return
    told = true
    onTrouble(error instanceof Error ? error.message : String(error))
  }

  function release(): void {
    watched?.watcher.close()
    watched = null
  }

  /** Watches the deepest folder that exists; the rest of the way appears below it. */
  function arm(): void {
    const { dir, ino, next } = deepestFolder(target)
    if (watched?.dir === dir && watched.ino === ino) return
    release()
    try {
      const watcher = watch(dir, { persistent: false }, (_event, name) => {
        if (next !== null && name !== null && name !== next) return
        arm()
        onHint()
      })
      watcher.on('error', trouble)
      watched = { dir, ino, watcher }
    } catch (error) {
      trouble(error)
    }
  }

  arm()
  const recheck = setInterval(() => {
    arm()
    onHint()
  }, RECHECK_MS)
  recheck.unref()

  return {
    close() {
      closed = true
      clearInterval(recheck)
      release()
    },
  }
}

/** `next`: the name below `dir` on the way to `target`, null when `dir` is the target itself. */
function deepestFolder(target: string): { dir: string; ino: number; next: string | null } {
  let dir = target
  let next: string | null = null
  for (;;) {
    const stats = statSync(dir, { throwIfNoEntry: false })
    if (stats?.isDirectory()) return { dir, ino: stats.ino, next }
    if (dir === dirname(dir)) return { dir, ino: 0, next }
    next = basename(dir)
    dir = dirname(dir)
  }
}
