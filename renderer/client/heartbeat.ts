/** How often a page looks whether it has heard anything. Milliseconds. */
export const HEARTBEAT_MS = 2_000
/**
 * So many looks without a word from the core, though it was asked at each: it is dead, within 10 s. Looks are counted
 * and not seconds, because a hidden page's timers are slowed to one a minute and those of a sleeping machine stand still.
 */
export const SILENT_BEATS = 4

export interface Heartbeat {
  start(): void
  stop(): void
  heard(): void
}

/** `ask`: asks the core for a word. `dead`: it gave none. */
export function createHeartbeat(ask: () => void, dead: () => void): Heartbeat {
  let timer: ReturnType<typeof setInterval> | undefined
  let silent = 0
  const look = () => {
    silent += 1
    if (silent >= SILENT_BEATS) dead()
    else ask()
  }
  return {
    start() {
      clearInterval(timer)
      silent = 0
      timer = setInterval(look, HEARTBEAT_MS)
    },
    stop: () => clearInterval(timer),
    heard: () => void (silent = 0),
  }
}
