import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Between two looks at the clock, ms: the least that the histogram takes. */
const RESOLUTION_MS = 1
const NANOSECONDS_PER_MS = 1e6

/** In a child of the bench: measures its own event-loop delay from the parent's "watch" to its "tell". */
export function answerLoopQuestions(): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  process.on('message', (word) => {
    if (word === 'watch') {
      delay.enable()
      delay.reset()
    }
    if (word === 'tell') process.send?.({ p99: delay.percentile(99) / NANOSECONDS_PER_MS })
  })
}

export function watchLoop(child: ChildProcess): void {
  child.send('watch')
}

/** Event-loop delay of the child since `watchLoop`, 99th percentile, ms. */
export async function loopDelayOf(child: ChildProcess): Promise<number> {
  child.send('tell')
  const [told] = (await once(child, 'message')) as [{ p99: number }]
  return told.p99
}
