import type { RunEvent, RunEventType } from '../../contract/events.ts'
import { describeProblem } from '../../contract/problem.ts'
import { FINISHED, type SeriesStatus, type SeriesView } from '../../contract/series.ts'
import type { CoreClient, Subscription } from '../server/types.ts'
import { EXIT, exitCodeOfEvent, type ExitCode } from './exit-codes.ts'
import type { Screen } from './screens.ts'

export interface FollowRequest {
  client: CoreClient
  seriesId: string
  afterSeq: number
  screen: Screen
  /** Calls back for each Ctrl-C; gives the way to stop that. */
  onInterrupt(listener: () => void): () => void
  /** Watching only: Ctrl-C leaves and changes nothing. */
  watchOnly?: boolean
  /** ISO 8601. What happened before is not told again. */
  since?: string
  /** Leave with 0 at this event. */
  until?: RunEventType
}

const PAUSING = 'Pausing: the session writes its checkpoint first. Ctrl-C again stops it at once; nothing is lost.'
const STOPPING = 'Stopping the session now; what it did is kept. Ctrl-C again leaves it to the core.'
const LEAVING = 'Left. The core goes on with it; `baton status` shows how it stands.'
const LOST = 'The core is gone. What the series did is kept: type the same command to go on.'

/** Shows a series until it ends, needs a person or is interrupted. Resolves with how the command is to end. */
export function followSeries(request: FollowRequest): Promise<ExitCode> {
  const { client, seriesId, screen } = request
  return new Promise((resolve) => {
    let view: SeriesView | null = null
    let interrupts = 0
    let ending = false
    let over = false
    let subscription: Subscription | null = null

    const finish = (code: ExitCode) => {
      if (over) return
      over = true
      stopListening()
      subscription?.close()
      screen.close()
      resolve(code)
    }
    const settle = async (event: RunEvent) => {
      ending = true
      const final = await client.call('series.get', { id: seriesId })
      // A pause ends the run of the one who asked for it, not the watch of another.
      ending = !(request.watchOnly === true && final.ok && !FINISHED.includes(final.value.status))
      if (!ending) return
      finish(exitCodeOfEvent(event, final.ok ? final.value.status : (view?.status ?? null)) ?? EXIT.failed)
    }
    const interrupt = async (now: boolean) => {
      const outcome = await client.call('series.interrupt', { id: seriesId, now })
      if (over) return
      if (!outcome.ok) screen.note(describeProblem(outcome.problem))
      if (isHeld(view)) finish(EXIT.interrupted)
    }
    const stopListening = request.onInterrupt(() => {
      interrupts += 1
      if (request.watchOnly === true || interrupts > 2) {
        screen.note(LEAVING)
        return finish(request.watchOnly === true ? EXIT.completed : EXIT.interrupted)
      }
      screen.note(interrupts === 1 ? PAUSING : STOPPING)
      void interrupt(interrupts === 2)
    })

    subscription = client.follow(seriesId, request.afterSeq, {
      event({ event }) {
        if (over || (request.since !== undefined && event.at < request.since)) return
        screen.event(event)
        if (event.type === request.until) return finish(EXIT.completed)
        if (event.type === 'series.stopped') return void settle(event)
        const code = exitCodeOfEvent(event, null)
        if (code !== null && (request.watchOnly !== true || code === EXIT.completed)) finish(code)
      },
      view(next) {
        if (over) return
        view = next
        screen.view(next)
        if (interrupts > 0 && isHeld(next)) finish(EXIT.interrupted)
      },
      closed(why) {
        if (over || ending) return
        const code = exitCodeOfLoss(view?.status ?? null)
        if (code === EXIT.failed) screen.note(`${LOST} (${why.split('. ')[0]})`)
        finish(code)
      },
    })
    if (over) subscription.close()
  })
}

function isHeld(view: SeriesView | null): boolean {
  return view?.status === 'paused' || view?.status === 'stopped'
}

/** The core may end right after the series; its last word then stands in the last view. */
function exitCodeOfLoss(status: SeriesStatus | null): ExitCode {
  switch (status) {
    case 'completed':
      return EXIT.completed
    case 'paused':
      return EXIT.interrupted
    case 'needs-attention':
      return EXIT.needsAttention
    default:
      return EXIT.failed
  }
}

/** Ctrl-C of this process. */
export function onProcessInterrupt(listener: () => void): () => void {
  process.on('SIGINT', listener)
  return () => process.off('SIGINT', listener)
}
