import { expect, test } from 'vitest'
import { logText } from './log-line.ts'

test('an entry is its time, level, words and fields', () => {
  const at = new Date(2026, 10, 22, 12, 56, 12)
  const line = JSON.stringify({ level: 'warn', time: at.toISOString(), msg: 'refused', reason: 'host', n: 2, pid: 7 })
  expect(logText(line)).toBe('12:56:12 warn   refused  reason=host  n=2')
})

test('what is no entry stays as it is', () => {
  for (const line of ['', 'Error: no', '[1]', '{"msg":"no time"}', 'null']) expect(logText(line)).toBe(line)
})
