import { expect, it } from 'vitest'
import { HOOK_TIMEOUTS, launchSettings } from './settings.ts'

const settings = launchSettings({
  hookUrl: 'http://127.0.0.1:4319/hooks/L1',
  hookToken: 'to$ken',
  denied: ['/data/ba ton', '/odd/[x]*'],
  statusLineFile: '/run/L1/status.json',
  usersStatusLine: { command: 'mine', padding: 2 },
})

it('listens to every event over http, with the bearer in the file', () => {
  expect(Object.keys(settings.hooks)).toEqual(Object.keys(HOOK_TIMEOUTS))
  for (const [event, entries] of Object.entries(settings.hooks)) {
    expect(entries).toEqual([
      {
        hooks: [
          {
            type: 'http',
            url: 'http://127.0.0.1:4319/hooks/L1',
            headers: { Authorization: 'Bearer to$ken' },
            timeout: HOOK_TIMEOUTS[event as keyof typeof HOOK_TIMEOUTS],
          },
        ],
      },
    ])
  }
})

it('gives verifying answers time and never holds the exit past the kill', () => {
  expect(HOOK_TIMEOUTS.Stop).toBeGreaterThanOrEqual(60)
  expect(HOOK_TIMEOUTS.PostToolUse).toBeLessThanOrEqual(10)
  expect(HOOK_TIMEOUTS.SessionEnd).toBeLessThan(5)
})

it('denies the data folder by absolute rules, its special characters taken literally', () => {
  expect(settings.permissions.deny).toEqual([
    'Read(//data/ba ton/**)',
    'Edit(//data/ba ton/**)',
    'Read(//odd/\\[x\\]\\*/**)',
    'Edit(//odd/\\[x\\]\\*/**)',
  ])
})

it('wraps the status line of the user', () => {
  expect(settings.statusLine).toMatchObject({ type: 'command', padding: 2 })
  expect(settings.statusLine.command).toContain("'mine'")
})
