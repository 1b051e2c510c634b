import { lstat } from 'node:fs/promises'
import path from 'node:path'
import type { Box } from '../../contract/series.ts'
import { listItem, markdownLines, type MarkdownLine } from './markdown.ts'
import { normalTitle } from './vanished.ts'

/** The heading of design.md §2.4. */
const NEXT_STEPS = /^#{1,6}\s*(next steps?|quick resume)\b/i
const MIN_ITEM_CHARACTERS = 20
/** A handover's items are short; beyond this many words no path is looked for. */
const MAX_WORDS = 400

export type NextSteps = 'good' | 'no-heading' | 'no-item'

/**
 * Whether a "Next steps" or "Quick resume" section has a list item of at least 20 characters that names an open box, an
 * existing path of the project, or a command.
 */
export async function judgeNextSteps(project: string, handover: string, boxes: Box[]): Promise<NextSteps> {
  const lines = markdownLines(handover)
  if (!lines.some((line) => !line.hidden && NEXT_STEPS.test(line.text))) return 'no-heading'
  for (const item of itemsOf(lines)) {
    if (item.length < MIN_ITEM_CHARACTERS) continue
    // oxlint-disable-next-line no-await-in-loop -- the first good item decides
    if (namesOpenBox(item, boxes) || namesCommand(item) || (await namesPath(project, item))) return 'good'
  }
  return 'no-item'
}

/** List items of the sections, each with its continuation lines. */
function itemsOf(lines: MarkdownLine[]): string[] {
  const items: string[] = []
  let level = 0
  let open = false
  for (const line of lines) {
    const marks = line.hidden ? null : /^(#{1,6})(?!#)/.exec(line.text)
    if (marks) {
      const own = marks[1]?.length ?? 1
      if (NEXT_STEPS.test(line.text)) level = own
      else if (own <= level) level = 0
      open = false
    } else if (level > 0) {
      const item = line.hidden ? null : listItem(line)
      if (item !== null) items.push(item)
      else if (open && line.indent > 0 && line.text.trim() !== '')
        items.push(`${items.pop() ?? ''} ${line.text.trim()}`)
      open = item !== null || (open && line.indent > 0)
    }
  }
  return items
}

function namesOpenBox(item: string, boxes: Box[]): boolean {
  const words = normalTitle(item)
  const numbers = new Set([...item.matchAll(/\b(?:box|task)\s+#?(\d+)\b/gi)].map((found) => Number(found[1])))
  return boxes.some((box) => {
    const title = normalTitle(box.title)
    return !box.done && (numbers.has(box.number) || (title !== '' && words.includes(title)))
  })
}

function namesCommand(item: string): boolean {
  return /`[^`]*\p{L}[^`]*`/u.test(item) || /(?:^|\s)\$ \S/.test(item)
}

async function namesPath(project: string, item: string): Promise<boolean> {
  const words = item
    .split(/[\s()[\]<>"'*,;]+/)
    .slice(0, MAX_WORDS)
    .map((word) => word.replace(/[.:]+$/, '').replace(/:\d+(?:[:-]\d+)*$/, ''))
    .filter((word) => /[/\\.]/.test(word) && /[\p{L}\p{N}]/u.test(word))
  const there = words.map((word) =>
    lstat(path.resolve(project, word)).then(
      () => true,
      () => false,
    ),
  )
  return (await Promise.all(there)).includes(true)
}
