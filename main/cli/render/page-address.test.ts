import { expect, it } from 'vitest'
import { browserHint, servingHint } from './page-address.ts'

it('says how to reach the page from where the person sits', () => {
  const url = 'http://127.0.0.1:4319/#t=code'
  expect(browserHint(url, 'none')).toMatch(/^Open this address in a browser\. It lets one browser in, once/)
  expect(browserHint(url, 'ssh')).toContain('`ssh -N -L 4319:127.0.0.1:4319 THIS-HOST`')
  expect(browserHint('https://10.0.0.5:4319/#t=code', 'ssh')).not.toContain('ssh')
})

it('says of a core that was just started how to get another address, or a tunnel', () => {
  const url = 'http://127.0.0.1:4319/#t=code'
  expect(servingHint(url, 'here')).toContain('`baton open`')
  expect(servingHint(url, 'ssh')).toBe(browserHint(url, 'ssh'))
})
