import type { Box } from '../../contract/series.ts'
import { cleanLine } from '../../contract/text.ts'
import { listItem, markdownLines } from './markdown.ts'

/** A link `[x](…)` is no box: the bracket must be followed by space or nothing. */
const BOX = /^\[([ xX])\](?:\s+(.*))?$/

/**
 * The boxes of a tasks file in order: list items of any kind (`-`, `*`, `+`, `1.`, `1)`) that start with `[ ]`, `[x]` or
 * `[X]`, nested and quoted ones included, fenced code and HTML comments not.
 */
export function parseBoxes(markdown: string): Box[] {
  const boxes: Box[] = []
  for (const line of markdownLines(markdown)) {
    const found = line.hidden ? null : BOX.exec(listItem(line) ?? '')
    if (found) boxes.push({ number: boxes.length + 1, title: cleanLine(found[2] ?? ''), done: found[1] !== ' ' })
  }
  return boxes
}
