import type { SeenBox } from './dev-docs-seen.ts'
import type { ToolCall } from './reply.ts'

/** The box that `baton init` puts first. */
const PLANNING_BOX = /turn this plan into tasks/i
const PLANNED_BOXES = ['Write out/01.txt', 'Write out/02.txt', 'Write out/03.txt']

/** The file that a box's work makes: the path that its title names, else one made of its words. */
export function outputFile(box: SeenBox): string {
  const named = /(?:^|[\s`"'(])((?:[\w.-]+\/)*[\w-]+\.[a-z]{1,5})\b/.exec(box.title)?.[1]
  if (named !== undefined) return named
  const words = box.title.toLowerCase().match(/[a-z0-9]+/g) ?? ['box', String(box.number)]
  return `out/${words.join('-').slice(0, 60)}.txt`
}

/**
 * Makes the box's file with exactly one line. It looks first, so that a repeat after a crash, or by a
 * session that was told twice, changes nothing.
 */
export function makeOutput(box: SeenBox, line = `done: ${box.title}`): ToolCall {
  const file = outputFile(box)
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.'
  const command = `mkdir -p ${quoted(folder)} && { test -s ${quoted(file)} || echo ${quoted(line)} >> ${quoted(file)}; }`
  return { name: 'Bash', input: { command, description: `Make ${file}` } }
}

/** Ticks the box by the text of its line. */
export function tickBox(box: SeenBox, tasksFile: string): ToolCall {
  const ticked = box.line.replace('[ ]', '[x]')
  const added = PLANNING_BOX.test(box.title) ? PLANNED_BOXES.map((title) => `\n- [ ] ${title}`).join('') : ''
  // The line's end keeps a title apart from a longer one that begins alike.
  return editFile(tasksFile, `${box.line}\n`, `${ticked}${added}\n`)
}

export function editFile(path: string, from: string, to: string): ToolCall {
  return { name: 'Edit', input: { file_path: path, old_string: from, new_string: to } }
}

/** For a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
