import type { StoredEvent } from '../../contract/events.ts'
import { failure, success } from '../../contract/problem.ts'
import type { SeriesView } from '../../contract/series.ts'
import { FOLLOW_PAGE } from './limits.ts'
import type { FollowListener, FollowSource } from './types.ts'

export interface FollowSupply {
  /** Stored events after `afterSeq`, in order: `limit` of them, fewer only when there are no more. */
  events(seriesId: string, afterSeq: number, limit: number): Promise<StoredEvent[]>
  /** The series as it stands; null when there is none of that id. */
  view(seriesId: string): Promise<SeriesView | null>
}

export interface FollowHub extends FollowSource {
  /** Something of the series was stored or became visible. Cheap without followers. */
  changed(seriesId: string): void
}

interface Follower {
  listener: FollowListener
  seq: number
  lastView: string
  dirty: boolean
  pumping: boolean
  closed: boolean
}

/**
 * Followers are fed from the store alone: a change only says "read on". So none misses an event or gets it twice,
 * and a slow one is simply read for more seldom.
 */
export function createFollowHub(
  supply: FollowSupply,
  fault: (error: unknown) => void,
  pageSize = FOLLOW_PAGE,
): FollowHub {
  const followers = new Map<string, Set<Follower>>()

  const remove = (seriesId: string, follower: Follower) => {
    follower.closed = true
    const set = followers.get(seriesId)
    set?.delete(follower)
    if (set?.size === 0) followers.delete(seriesId)
  }

  const tellView = (follower: Follower, view: SeriesView | null) => {
    const text = JSON.stringify(view)
    if (view === null || follower.closed || text === follower.lastView) return
    follower.lastView = text
    follower.listener.view(view)
  }

  const pump = async (seriesId: string, follower: Follower) => {
    if (follower.pumping) return
    follower.pumping = true
    try {
      while (follower.dirty && !follower.closed) {
        follower.dirty = false
        await tellEvents(supply, seriesId, follower, pageSize)
        await follower.listener.drained()
        tellView(follower, await supply.view(seriesId))
      }
    } catch (error) {
      fault(error)
      if (!follower.closed) follower.listener.ended('the core can no longer read the series')
      remove(seriesId, follower)
    } finally {
      follower.pumping = false
    }
  }

  return {
    async follow(seriesId, afterSeq, listener) {
      const view = await supply.view(seriesId)
      if (view === null) {
        return failure('unknown-series', seriesId, 'there is no such series', 'see `baton series` for those there are')
      }
      const follower: Follower = { listener, seq: afterSeq, lastView: '', dirty: true, pumping: false, closed: false }
      const set = followers.get(seriesId) ?? new Set()
      followers.set(seriesId, set.add(follower))
      tellView(follower, view)
      void pump(seriesId, follower)
      return success({ close: () => remove(seriesId, follower) })
    },
    changed(seriesId) {
      for (const follower of followers.get(seriesId) ?? []) {
        follower.dirty = true
        void pump(seriesId, follower)
      }
    },
  }
}

async function tellEvents(supply: FollowSupply, seriesId: string, follower: Follower, pageSize: number) {
  for (;;) {
    await follower.listener.drained()
    if (follower.closed) return
    const page = await supply.events(seriesId, follower.seq, pageSize)
    for (const stored of page) {
      if (follower.closed) return
      follower.seq = stored.seq
      follower.listener.event(stored)
    }
    if (page.length < pageSize) return
  }
}
