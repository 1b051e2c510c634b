import { expect, it } from 'vitest'
import { browserName } from './browser-name.ts'

const MOZILLA = 'Mozilla/5.0'
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

it.each([
  [`${MOZILLA} (X11; Linux x86_64) ${WEBKIT} Chrome/151.0.0.0 Safari/537.36`, 'Chrome 151 on Linux'],
  [`${MOZILLA} (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/151.0.0.0 Safari/537.36`, 'Chrome 151 on Linux'],
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/151.0.0.0 Safari/537.36 Edg/151.0.0.0`,
    'Edge 151 on Windows',
  ],
  [`${MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`, 'Firefox 145 on Linux'],
  [
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15`,
    'Safari 26 on macOS',
  ],
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1`,
    'Safari 18 on iOS',
  ],
  [`${MOZILLA} (Linux; Android 16) ${WEBKIT} Chrome/151.0.0.0 Mobile Safari/537.36`, 'Chrome 151 on Android'],
  ['curl/8.5.0', 'curl/8.5.0'],
  ['', 'a browser that does not say its name'],
  [undefined, 'a browser that does not say its name'],
])('%s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name)
})

it('shortens what it does not know, and takes out what could fool a reader', () => {
  expect(browserName(`x\u001b[31m\u202E${'y'.repeat(500)}`)).toHaveLength(60)
  expect(browserName('x\u202Ey')).toBe('xy')
})
