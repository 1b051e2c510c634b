/** One line of a Markdown text, freed of its line ending and of block quote marks. */
export interface MarkdownLine {
  text: string
  /** Columns before the first character, a tab filling up to the next multiple of four. */
  indent: number
  /** True inside fenced code (its fences too) and inside HTML comments. */
  hidden: boolean
}

interface Fence {
  mark: string
  /** Column of the content of the list item that holds it, 0 outside lists: a line left of it ends item and fence. */
  container: number
  quotes: number
}

const TAB_COLUMNS = 4
const QUOTE_MARK = /^ {0,3}> ?/
const LIST_MARKER = /^([-*+]|\d{1,9}[.)])(\s+|$)/
const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})/

/**
 * Lines as CommonMark groups them into code and text. A fence ends at its mark, at the end of its list item or block
 * quote, or with the file.
 */
export function markdownLines(markdown: string): MarkdownLine[] {
  const containers: number[] = []
  let fence: Fence | null = null
  let comment = false
  return markdown
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map((raw) => {
      const { text, quotes } = unquote(raw)
      const indent = columnsBefore(text)
      const blank = text.trim() === ''
      if (fence && !blank && (quotes < fence.quotes || indent < fence.container)) fence = null
      if (fence) {
        if (closes(fence, text)) fence = null
        return { text, indent, hidden: true }
      }
      if (comment) {
        if (text.includes('-->')) comment = false
        return { text, indent, hidden: true }
      }
      if (text.trimStart().startsWith('<!--')) {
        comment = !text.includes('-->')
        return { text, indent, hidden: true }
      }
      if (!blank) while ((containers.at(-1) ?? 0) > indent) containers.pop()
      const content = enterItems(text, indent, containers)
      const mark = FENCE.exec(content)?.[0]
      if (mark === undefined) return { text, indent, hidden: false }
      fence = { mark, container: containers.at(-1) ?? 0, quotes }
      return { text, indent, hidden: true }
    })
}

/** The text after all list markers at the start of a line, or null when the line starts no list item. */
export function listItem(line: MarkdownLine): string | null {
  let rest = line.text.trimStart()
  let markers = 0
  for (let marker = LIST_MARKER.exec(rest); marker; marker = LIST_MARKER.exec(rest)) {
    rest = rest.slice(marker[0].length)
    markers += 1
  }
  return markers === 0 ? null : rest.trimEnd()
}

/** Level and words of an ATX heading, closing `#` taken off. */
export function heading(line: MarkdownLine): { level: number; text: string } | null {
  const found = line.hidden ? null : /^ {0,3}(#{1,6})\s*(.*?)\s*#*\s*$/.exec(line.text)
  return found ? { level: found[1]?.length ?? 1, text: found[2] ?? '' } : null
}

function unquote(raw: string): { text: string; quotes: number } {
  let text = raw
  let quotes = 0
  for (let mark = QUOTE_MARK.exec(text); mark; mark = QUOTE_MARK.exec(text)) {
    text = text.slice(mark[0].length)
    quotes += 1
  }
  return { text, quotes }
}

function columnsBefore(text: string): number {
  let columns = 0
  for (const character of text) {
    if (character === ' ') columns += 1
    else if (character === '\t') columns += TAB_COLUMNS - (columns % TAB_COLUMNS)
    else break
  }
  return columns
}

/** Pushes the content column of each list item that starts on the line; gives what follows the markers. */
function enterItems(text: string, indent: number, containers: number[]): string {
  let rest = text.trimStart()
  let column = indent
  for (let marker = LIST_MARKER.exec(rest); marker; marker = LIST_MARKER.exec(rest)) {
    column += marker[0].length
    containers.push(column)
    rest = rest.slice(marker[0].length)
  }
  return rest
}

function closes(fence: Fence, text: string): boolean {
  const mark = /^(`{3,}|~{3,})\s*$/.exec(text.trim())?.[1]
  return mark !== undefined && mark[0] === fence.mark[0] && mark.length >= fence.mark.length
}
