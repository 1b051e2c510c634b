import type { HunkData } from 'react-diff-view'
import { cleanText } from '../../../contract/text.ts'

/** The same lines without what could hide or reorder them. */
export function cleanHunks(hunks: HunkData[]): HunkData[] {
  return hunks.map((hunk) => ({
    ...hunk,
    changes: hunk.changes.map((change) => ({ ...change, content: cleanText(change.content) })),
  }))
}
