import { watch, type FSWatcher } from 'node:fs'

/** How often the file is looked at whatever was notified, ms: network folders notify of nothing. */
const LOOK_MS = 2_000
/** An editor empties a file and fills it: the look waits until that is done, ms. */
const SETTLE_MS = 50

/** Calls `look` when the file `name` in `folder` may have changed. A notification is a hint only; nothing of it keeps the process alive. */
export function watchFolder(folder: string, name: string, look: () => void): { close(): void } {
  let settling: NodeJS.Timeout | null = null
  const hinted = (): void => {
    if (settling !== null) clearTimeout(settling)
    settling = setTimeout(look, SETTLE_MS).unref()
  }
  const timer = setInterval(look, LOOK_MS).unref()
  const watcher = hints(folder, name, hinted)
  return {
    close() {
      watcher?.close()
      clearInterval(timer)
      if (settling !== null) clearTimeout(settling)
    },
  }
}

/** Null where the machine has no more watches to give: the timer is enough. */
function hints(folder: string, name: string, hinted: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_, changed) => {
      if (changed === name) hinted()
    })
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}
