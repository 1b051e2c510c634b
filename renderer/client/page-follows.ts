import type { StoredEvent } from '../../contract/events.ts'
import type { ClientMessage, ServerMessage } from '../../contract/frames.ts'
import type { FollowHandlers, Subscription } from './types.ts'

export interface PageFollows {
  follow(seriesId: string, afterSeq: number, handlers: FollowHandlers): Subscription
  message(message: ServerMessage & { type: 'event' | 'view' | 'unfollowed' }): void
  opened(): void
}

interface Follower {
  /** Number of the last event that it heard. */
  last: number
  handlers: FollowHandlers
}

/** The followers of one series share one following, which begins where the one that knows least stands. */
interface Followed {
  followers: Set<Follower>
  /** Asked for anew, and nothing of that has come yet. */
  asked: boolean
}

/** Who follows which series. Events are numbered from 1 within their series: each is told once and in order. */
export function createPageFollows(send: (message: ClientMessage) => void): PageFollows {
  const series = new Map<string, Followed>()

  const ask = (seriesId: string, followed: Followed) => {
    followed.asked = true
    const afterSeq = Math.min(...[...followed.followers].map(({ last }) => last))
    send({ type: 'follow', seriesId, afterSeq })
  }
  const tell = (stored: StoredEvent) => {
    const seriesId = stored.event.series
    const followed = series.get(seriesId)
    if (!followed) return
    let missed = false
    for (const follower of followed.followers) {
      if (stored.seq > follower.last + 1) missed = true
      if (stored.seq !== follower.last + 1) continue
      follower.last = stored.seq
      follower.handlers.event(stored)
    }
    // What was under way when it was asked for anew is not missed: it comes again.
    if (missed && !followed.asked) ask(seriesId, followed)
  }

  return {
    follow(seriesId, afterSeq, handlers) {
      const follower = { last: afterSeq, handlers }
      const followed = series.get(seriesId) ?? { followers: new Set(), asked: false }
      series.set(seriesId, followed)
      followed.followers.add(follower)
      ask(seriesId, followed)
      return {
        close() {
          if (!followed.followers.delete(follower) || followed.followers.size > 0) return
          series.delete(seriesId)
          send({ type: 'unfollow', seriesId })
        },
      }
    },
    message(message) {
      if (message.type === 'event') return tell(message.stored)
      if (message.type === 'view') {
        const followed = series.get(message.view.id)
        if (!followed) return
        // A following begins with the view.
        followed.asked = false
        for (const { handlers } of followed.followers) handlers.view(message.view)
        return
      }
      const followed = series.get(message.seriesId)
      series.delete(message.seriesId)
      for (const { handlers } of followed?.followers ?? []) handlers.ended(message.why)
      followed?.followers.clear()
    },
    opened() {
      for (const [seriesId, followed] of series) ask(seriesId, followed)
    },
  }
}
