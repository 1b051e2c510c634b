import { afterEach, expect, test, vi } from 'vitest'
import { openable, shellAsks } from './open-link-check.ts'

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

test('the page asks in a browser, and leaves it to the shell in the desktop', () => {
  expect(shellAsks({ protocol: 'http:' })).toBe(false)
  expect(shellAsks({ protocol: 'https:' })).toBe(false)
  expect(shellAsks({ protocol: 'app:' })).toBe(true)
})

const opened = vi.fn<(...args: unknown[]) => void>()
afterEach(() => vi.unstubAllGlobals())

test.each([
  ['app:', [['https://example.org/', '_blank', 'noopener,noreferrer']]],
  ['https:', []],
])('a link pressed in a page of %s', async (protocol, calls) => {
  const { askToOpen } = await import('./open-link.tsx')
  vi.stubGlobal('location', { protocol })
  vi.stubGlobal('window', { open: opened.mockClear() })
  askToOpen('https://example.org/')
  askToOpen('file:///etc/passwd')
  expect(opened.mock.calls).toEqual(calls)
})
