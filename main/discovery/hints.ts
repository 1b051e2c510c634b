import { watch, type FSWatcher } from 'node:fs'

/** A line comes in several writes: the look waits until that is done, ms. */
const SETTLE_MS = 100
/** Machines have some thousand watches to give, and others want them too. */
const MOST_WATCHES = 64

export interface Hints {
  /** Watches these folders from now on, the first ones when they are too many. */
  watch(folders: readonly string[]): void
  close(): void
}

/** Says in which folders something may have changed. Hints only: the caller looks through all of them by time as well. */
export function createHints(hinted: (folders: string[]) => void): Hints {
  const watchers = new Map<string, FSWatcher>()
  let changed = new Set<string>()
  let settling: NodeJS.Timeout | null = null

  function hint(folder: string): void {
    changed.add(folder)
    settling ??= setTimeout(() => {
      const folders = [...changed]
      changed = new Set()
      settling = null
      hinted(folders)
    }, SETTLE_MS).unref()
  }

  function drop(folder: string): void {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }

  return {
    watch(folders) {
      const wanted = new Set(folders.slice(0, MOST_WATCHES))
      for (const folder of watchers.keys()) if (!wanted.has(folder)) drop(folder)
      for (const folder of wanted) {
        if (watchers.has(folder)) continue
        try {
          const watcher = watch(folder, { persistent: false }, () => hint(folder))
          watcher.on('error', () => drop(folder))
          watchers.set(folder, watcher)
        } catch {
          // Not there, or the machine has no more watches to give.
        }
      }
    },
    close() {
      if (settling !== null) clearTimeout(settling)
      for (const folder of watchers.keys()) drop(folder)
    },
  }
}
