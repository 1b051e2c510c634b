import { expect, test } from 'vitest'
import { openable } from './open-link-check.ts'

test('http and https are opened, whole', () => {
  expect(openable('https://example.org/a?b=c#d')?.href).toBe('https://example.org/a?b=c#d')
  expect(openable('http://127.0.0.1:8080/')?.href).toBe('http://127.0.0.1:8080/')
})

test.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'vscode://x',
  '/a',
  '',
])('%s is not opened', (url) => expect(openable(url)).toBeNull())

test('an address that looks like another is shown as what it is', () =>
  expect(openable('https://аpple.com')?.hostname).toBe('xn--pple-43d.com'))
