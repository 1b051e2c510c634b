import { cleanLine } from '../../contract/text.ts'

/** Longest reason that is shown in a line. */
const LONGEST = 300

/** A reason tells how to answer on the command line; in the page one answers by the terminal and the buttons beside it. */
export function reasonWords(why: string, longest = LONGEST): string {
  const sentences = cleanLine(why, longest).split(/(?<=[.!?…])\s+/)
  const text = sentences.filter((sentence) => !sentence.includes('`baton ')).join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, '')
}
