import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { dayName, dayNumber, dayOfHour, hourOfDay } from './local-hour.ts'

/** Hours of moments as another machine's clock shows them; the zone of a process is set once. */
function hoursIn(zone: string, moments: string[]): string[] {
  const code = `const { localHour, dayOfHour, hourOfDay, dayName } = await import(process.argv[1])
    for (const at of process.argv.slice(2)) { const hour = localHour(Date.parse(at)); console.log(dayName(dayOfHour(hour)) + ' ' + hourOfDay(hour)) }`
  const url = new URL('./local-hour.ts', import.meta.url).href
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code, url, ...moments], {
    env: { PATH: process.env['PATH'], TZ: zone },
    encoding: 'utf8',
  })
  return run.stdout.trim().split('\n')
}

it.each([
  ['UTC', ['2026-03-29 0', '2026-03-29 1', '2026-10-25 0', '2026-10-25 1']],
  // Hours of a clock that is put forward, and back.
  ['Europe/Berlin', ['2026-03-29 1', '2026-03-29 3', '2026-10-25 2', '2026-10-25 2']],
  ['America/Los_Angeles', ['2026-03-28 17', '2026-03-28 18', '2026-10-24 17', '2026-10-24 18']],
  ['Asia/Kathmandu', ['2026-03-29 6', '2026-03-29 7', '2026-10-25 6', '2026-10-25 7']],
])('tells the day and hour of %s', (zone, expected) => {
  const moments = ['2026-03-29T00:59:59Z', '2026-03-29T01:20:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']
  expect(hoursIn(zone, moments)).toEqual(expected)
})

it('names days, also before 1970', () => {
  for (const day of ['2026-11-22', '1970-01-01', '1969-12-31']) expect(dayName(dayNumber(day))).toBe(day)
  expect([dayOfHour(-1), hourOfDay(-1)]).toEqual([-1, 23])
})
