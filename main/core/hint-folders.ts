import { watch, type FSWatcher } from 'node:fs'

/** A file is rewritten in place, in several steps: the look waits until that is done, ms. */
const SETTLE_MS = 100
/** A folder that was not there at the start may come later, ms. */
const RETRY_MS = 30_000

/** Calls `look` soon after something in one of the folders may have changed. Hints only, and nothing of it keeps the process alive. */
export function hintFolders(folders: readonly string[], look: () => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>()
  let settling: NodeJS.Timeout | null = null
  const hinted = (): void => {
    settling ??= setTimeout(() => {
      settling = null
      look()
    }, SETTLE_MS).unref()
  }
  const open = (): void => {
    for (const folder of new Set(folders)) {
      if (watchers.has(folder)) continue
      try {
        const watcher = watch(folder, { persistent: false }, hinted)
        watcher.on('error', () => {
          watcher.close()
          watchers.delete(folder)
        })
        watchers.set(folder, watcher)
      } catch {
        // Not there yet, or the machine has no more watches to give: the caller looks by time as well.
      }
    }
  }
  open()
  const timer = setInterval(open, RETRY_MS).unref()
  return {
    close() {
      clearInterval(timer)
      if (settling !== null) clearTimeout(settling)
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}
