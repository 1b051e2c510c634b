import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { isSameProcess, processStart, startOfPs, startOfStat } from './process-start.ts'

it('tells the same start for the same process each time', async () => {
  const start = await processStart(process.pid)
  expect(start).toMatch(/\d/)
  expect(await processStart(process.pid)).toBe(start)
  expect(await isSameProcess(process.pid, String(start))).toBe(true)
  expect(await isSameProcess(process.pid, `${start}0`)).toBe(false)
})

it('knows a process that has ended from one that lives', async () => {
  const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'], env: { PATH: process.env.PATH } })
  const pid = child.pid ?? 0
  expect(await processStart(pid)).not.toBeNull()
  child.stdin.end()
  await once(child, 'exit')
  expect(await processStart(pid)).toBeNull()
})

it('answers null for what is no pid', async () => {
  expect(await processStart(0)).toBeNull()
  expect(await processStart(-1)).toBeNull()
  expect(await processStart(Number.NaN)).toBeNull()
})

it('reads a stat line whose command holds spaces and parentheses', () => {
  const after = Array.from({ length: 18 }, (_, index) => index + 4).join(' ')
  expect(startOfStat(`7 (a ) b (c) S ${after} 4711 23 24`)).toBe('4711')
  expect(startOfStat(`7 (gone) Z ${after} 4711 23 24`)).toBeNull()
})

it('reads what ps prints', () => {
  expect(startOfPs('Ss   Sun Nov 22 08:41:30 2026\n')).toBe('Sun Nov 22 08:41:30 2026')
  expect(startOfPs('Z+   Sun Nov 22 08:41:30 2026\n')).toBeNull()
  expect(startOfPs('')).toBeNull()
  const real = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(process.pid)], {
    env: { PATH: process.env.PATH },
  })
  expect(startOfPs(real.toString())).toMatch(/\d\d:\d\d:\d\d/)
})
