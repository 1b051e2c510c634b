import type { Box } from '../../contract/series.ts'
import { heading, listItem, markdownLines } from './markdown.ts'
import { normalTitle } from './vanished.ts'

const DONE_MARK = /✅|☑|✔|\[[xX]\]|\b(?:done|completed)\s*:/iu
/** "### ✅ COMPLETED", "**Done so far**". */
const DONE_SECTION = /^[^\p{L}]*(?:completed|done)\b/iu
/** Marks by which a line under such a heading says that it is not done after all. */
const NOT_DONE = /\[ \]|🟡|⏳|🚧|❌|\bnot done\b/iu

/** Open boxes that a handover calls done: by ✅, `[x]`, "done:", or by standing in a section headed "Completed". */
export function claimedOpenBoxes(handover: string, boxes: Box[]): Box[] {
  const ticked = new Set(boxes.filter((box) => box.done).map((box) => normalTitle(box.title)))
  const claims = new Set(claimsOf(handover))
  return boxes.filter((box) => {
    const title = normalTitle(box.title)
    return !box.done && title !== '' && !ticked.has(title) && claims.has(title)
  })
}

function claimsOf(handover: string): string[] {
  const claims: string[] = []
  let doneLevel = 0
  for (const line of markdownLines(handover)) {
    if (line.hidden) continue
    const head = heading(line) ?? boldHeading(line.text)
    if (head && DONE_SECTION.test(head.text)) doneLevel = head.level
    else if (head && head.level <= doneLevel) doneLevel = 0
    if (head) continue
    const item = listItem(line)
    const claimed = DONE_MARK.test(line.text) || (doneLevel > 0 && item !== null)
    if (claimed && !NOT_DONE.test(line.text)) claims.push(normalTitle(bareTitle(item ?? line.text)))
  }
  return claims
}

/** A line that is bold as a whole heads a section below all `#` headings. */
function boldHeading(text: string): { level: number; text: string } | null {
  const found = /^\s*\*\*([^*]+)\*\*:?\s*$/.exec(text)
  return found ? { level: 7, text: found[1] ?? '' } : null
}

function bareTitle(text: string): string {
  return text
    .trim()
    .replace(/^(?:(?:✅|☑|✔)\ufe0f?\s*|\[[xX]\]\s*)+/u, '')
    .replace(/^\W*(?:done|completed)\**\s*:\**\s*/i, '')
    .replace(/^\**(?:box|task)\s+\d+\s*(?:[:.)–—-]\s*|(?=["“]))/i, '')
    .replace(/\[[xX]\]/g, '')
    .trim()
    .replace(/^["“](.*)["”]$/, '$1')
}
