import type { Box } from '../../contract/series.ts'

const TRAILING_MARKS = /[\s\p{Extended_Pictographic}\ufe0f\u200d]+$/u
/** What an agent adds behind the title of a box that it ticks: "— done in 1a2b3c", "(2026-11-22)". */
const ADDED = /^\s*[-–—:;,.([/→|✅]/

/** A title as it is compared: without Markdown, status emoji, and differences of case and space. */
export function normalTitle(title: string): string {
  return title
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`~]|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .normalize('NFKC')
    .replace(TRAILING_MARKS, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

/**
 * Titles that were once open and stand in the file no more, neither open nor ticked. A box accounts for one title; it may
 * carry a note behind it. Empty titles name nothing and are left out.
 */
export function vanishedBoxes(known: string[], boxes: Box[]): string[] {
  const present = boxes.map((box) => normalTitle(box.title))
  const notExact = known.filter(
    (title) => normalTitle(title) !== '' && !take(present, (box) => box === normalTitle(title)),
  )
  return notExact.filter((title) => {
    const wanted = normalTitle(title)
    return !take(present, (box) => box.startsWith(wanted) && ADDED.test(box.slice(wanted.length)))
  })
}

function take(titles: string[], accepts: (title: string) => boolean): boolean {
  const index = titles.findIndex(accepts)
  if (index === -1) return false
  titles.splice(index, 1)
  return true
}
