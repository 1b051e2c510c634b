import type { SeriesView } from '../../contract/series.ts'
import type { SeriesBook } from '../series/book.ts'
import { seriesView } from '../series/views.ts'
import type { Store } from '../store/types.ts'

/** A series as it stands now; null when there is none of that id. */
export async function viewOf(store: Store, book: SeriesBook, id: string): Promise<SeriesView | null> {
  const row = await store.series(id)
  return row === null ? null : seriesView(store, row, book.driver(id))
}
