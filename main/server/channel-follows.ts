import type { ClientMessage } from '../../contract/frames.ts'
import { startFollow } from './following.ts'
import { CHANNEL_LIMIT } from './limits.ts'
import type { Outbox } from './outbox.ts'
import type { FollowSource, Subscription } from './types.ts'

export interface FollowParts {
  follow: FollowSource
  refuse(why: string, what: { seriesId: string }): void
  fault(error: unknown, seriesId: string): void
}

/** The series that one channel follows: each once; following it again begins anew. */
export function createChannelFollows(parts: FollowParts, outbox: Outbox) {
  const follows = new Map<string, Subscription>()
  return {
    follow({ seriesId, afterSeq }: ClientMessage & { type: 'follow' }) {
      if (follows.size >= CHANNEL_LIMIT && !follows.has(seriesId)) {
        return parts.refuse('too many series followed', { seriesId })
      }
      follows.get(seriesId)?.close()
      const subscription = startFollow(parts.follow, seriesId, afterSeq, {
        event: (stored) => outbox.message({ type: 'event', stored }),
        view: (view) => outbox.message({ type: 'view', view }),
        ended: (why) => {
          follows.delete(seriesId)
          outbox.message({ type: 'unfollowed', seriesId, why })
        },
        drained: () => outbox.drained(),
        fault: (error) => parts.fault(error, seriesId),
      })
      follows.set(seriesId, subscription)
    },
    unfollow({ seriesId }: ClientMessage & { type: 'unfollow' }) {
      follows.get(seriesId)?.close()
      follows.delete(seriesId)
    },
    close() {
      for (const subscription of follows.values()) subscription.close()
      follows.clear()
    },
  }
}
