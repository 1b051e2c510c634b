import { describeProblem } from '../../contract/problem.ts'
import type { FollowListener, FollowSource, Subscription } from './types.ts'

export interface FollowSink extends FollowListener {
  /** The source threw, which is a bug. */
  fault(error: unknown): void
}

/** A following usable at once: closed before it began, it never begins; nothing is heard after `ended` or `close`. */
export function startFollow(source: FollowSource, seriesId: string, afterSeq: number, sink: FollowSink): Subscription {
  let over = false
  let subscription: Subscription | null = null
  const end = (why: string) => {
    if (over) return
    over = true
    sink.ended(why)
  }
  const listener: FollowListener = {
    event: (stored) => {
      if (!over) sink.event(stored)
    },
    view: (view) => {
      if (!over) sink.view(view)
    },
    ended: end,
    drained: () => sink.drained(),
  }
  const begin = async () => {
    const outcome = await source.follow(seriesId, afterSeq, listener)
    if (!outcome.ok) return end(describeProblem(outcome.problem))
    subscription = outcome.value
    if (over) subscription.close()
  }
  begin().catch((error: unknown) => {
    sink.fault(error)
    end('the core failed to follow the series')
  })
  return {
    close() {
      over = true
      subscription?.close()
    },
  }
}
