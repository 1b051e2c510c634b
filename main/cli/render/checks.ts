import { cleanLine } from '../../../contract/text.ts'
import type { Check } from '../doctor-checks.ts'
import { piece, type Line, type Tone } from './line.ts'
import { countText } from './numbers.ts'
import { wrapText } from './text-width.ts'

const MARKS: Record<Check['ok'], { mark: string; tone: Tone }> = {
  ok: { mark: '✔', tone: 'good' },
  warning: { mark: '!', tone: 'warn' },
  problem: { mark: '✖', tone: 'bad' },
}
const NAME = 17

/** What the doctor found: each check with its way out under it, and one sentence at the end. */
export function checkLines(checks: Check[], columns: number): Line[] {
  const room = Math.max(20, columns - 4 - NAME)
  const indent = ' '.repeat(4 + NAME)
  const lines = checks.flatMap(({ name, ok, said, remedy }) => {
    const { mark, tone } = MARKS[ok]
    const [first = '', ...more] = wrapText(cleanLine(said, 400), room)
    return [
      [piece(`  ${mark} `, tone), piece(name.padEnd(NAME), 'strong'), piece(first)],
      ...more.map((line): Line => [piece(indent), piece(line)]),
      ...(remedy === ''
        ? []
        : wrapText(sentence(cleanLine(remedy, 400)), room).map((line): Line => [piece(indent), piece(line, 'accent')])),
    ]
  })
  return [...lines, [piece('')], [piece(verdict(checks), 'strong')]]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function verdict(checks: Check[]): string {
  const problems = checks.filter((check) => check.ok === 'problem').length
  const warnings = checks.filter((check) => check.ok === 'warning').length
  if (problems > 0) return `${countText(problems, 'thing')} to mend before a run.`
  return warnings > 0 ? `Ready, with ${countText(warnings, 'warning')}.` : 'Ready.'
}
