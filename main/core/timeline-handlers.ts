import { success } from '../../contract/problem.ts'
import type { Policy } from '../../contract/policy.ts'
import type { SeriesBook } from '../series/book.ts'
import { seriesTimeline } from '../series/timeline.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { Store } from '../store/types.ts'

/** A series over time. */
export function timelineHandlers(store: Store, book: SeriesBook): Pick<RpcHandlers, 'series.timeline'> {
  return {
    'series.timeline': async ({ id, fromSession, points }) => {
      const row = await book.find(id)
      if (!row.ok) return row
      const policy = book.driver(row.value.id)?.policy ?? (row.value.policy as Policy)
      return success(await seriesTimeline(store, row.value, { fromSession, points, policy, now: Date.now() }))
    },
  }
}
