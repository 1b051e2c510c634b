import { z } from 'zod'
import { cleanLine, cleanText } from '../../../contract/text.ts'
import { piece, type Line, type Tone } from './line.ts'
import { exactClockText } from './numbers.ts'

/** A line of the log as pino writes it. */
const LogEntry = z.looseObject({
  time: z.union([z.number(), z.string()]),
  level: z.union([z.number(), z.string()]),
  msg: z.string().default(''),
})

const LEVEL_NAMES: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}
const TONES: Record<string, Tone> = { warn: 'warn', error: 'bad', fatal: 'bad', debug: 'quiet', trace: 'quiet' }
/** Fields that say the same on every line. */
const COMMON_FIELDS: ReadonlySet<string> = new Set(['time', 'level', 'msg', 'pid', 'hostname', 'v'])

/** `08:41:31  warn   terminal attached  sessionId=…`; a line that is no log entry stays as it is. */
export function logLine(line: string): Line {
  const entry = parsed(line)
  if (entry === null) return [piece(cleanText(line))]
  const level = typeof entry.level === 'number' ? (LEVEL_NAMES[entry.level] ?? String(entry.level)) : entry.level
  const fields = Object.entries(entry)
    .filter(([name]) => !COMMON_FIELDS.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return [
    piece(exactClockText(new Date(entry.time).toISOString()), 'quiet'),
    piece(`  ${level.padEnd(5)}  `, TONES[level] ?? 'plain'),
    piece(cleanLine(entry.msg, 2000)),
    ...(fields.length === 0 ? [] : [piece(`  ${cleanLine(fields.join(' '), 4000)}`, 'quiet')]),
  ]
}

function parsed(line: string): z.infer<typeof LogEntry> | null {
  try {
    const entry = LogEntry.safeParse(JSON.parse(line))
    return entry.success && !Number.isNaN(new Date(entry.data.time).getTime()) ? entry.data : null
  } catch {
    return null
  }
}
