import { expect, it } from 'vitest'
import { paintLine } from './line.ts'
import { logLine } from './log-line.ts'
import { PLAIN } from './samples.ts'

process.env.TZ = 'UTC'
const shown = (line: string) => paintLine(logLine(line), PLAIN)

it('shows time, level, words and fields of a log entry', () => {
  const entry = {
    level: 40,
    time: Date.parse('2026-11-22T08:41:31Z'),
    pid: 1,
    hostname: 'h',
    msg: 'held',
    why: 'a b',
    n: 2,
  }
  expect(shown(JSON.stringify(entry))).toBe('08:41:31  warn   held  why=a b n=2')
  expect(shown(JSON.stringify({ level: 'error', time: '2026-11-22T08:41:31Z' }))).toBe('08:41:31  error')
})

it('leaves any other line as it is, without what steers a terminal', () => {
  expect(shown('plain \u001b[2Jwords')).toBe('plain [2Jwords')
  expect(shown('{"half')).toBe('{"half')
  expect(shown('{"level":30,"time":"never","msg":"x"}')).toBe('{"level":30,"time":"never","msg":"x"}')
})
