import { expect, test } from 'vitest'
import { pasteText } from './paste-text.ts'

test('what would end the paste and be typed is taken out', () => {
  expect(pasteText('ls\u001b[201~\r1\r')).toBe('ls[201~\r1\r')
  expect(pasteText('a\u009b201~b\u0003\u007f')).toBe('a201~b')
})

test('text stays as it is, with its lines and tabs', () => {
  const text = 'if (a) {\r\n\tb – "ü" 🙂\n}\n'
  expect(pasteText(text)).toBe(text)
})
