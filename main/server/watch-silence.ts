import { request } from 'node:http'

/** An answer that is out this long is no reason for worry, but for a look whether the core still speaks, ms. */
const LOOK_EVERY_MS = 2_000
/** Long for a machine that is busy with agents. Counted in looks: a sleep of the machine is no silence. */
const LOOKS_UNANSWERED = 7

/**
 * Asks the core at `url` for its health again and again, and calls back once when it is there and says nothing. One that
 * is gone is not told of: the call that waits for it notices. Gives the way to stop.
 */
export function watchSilence(url: string, silent: () => void): () => void {
  const over = new AbortController()
  let unanswered = 0
  const heard = (): void => {
    unanswered = 0
  }
  const timer = setInterval(() => {
    if (unanswered >= LOOKS_UNANSWERED) {
      stop()
      silent()
      return
    }
    unanswered += 1
    const look = request(`${url}/healthz`, { agent: false, signal: over.signal }, (response) => {
      heard()
      response.resume()
    })
    look.on('error', () => {
      if (!over.signal.aborted) heard()
    })
    look.end()
  }, LOOK_EVERY_MS)
  const stop = (): void => {
    clearInterval(timer)
    over.abort()
  }
  return stop
}
