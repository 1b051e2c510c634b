import { expect, it } from 'vitest'
import { markOf } from './process-mark.ts'
import { havingVariable, listMacos, parsePs } from './process-table-macos.ts'
import { parseWindows } from './process-table-windows.ts'

it('reads the table of ps as macOS prints it', () => {
  const table = [
    '    1     0 Ss   Sun Nov 22 08:26:00 2026     /sbin/launchd',
    '  501     1 Z    Sun Nov 22 08:26:01 2026     (gone)',
    ' 9001   501 S+   Mon Nov  2 18:26:02 2026     node x y',
  ].join('\n')
  expect(parsePs(table)).toEqual([
    { pid: 1, ppid: 0, start: 'Sun Nov 22 08:26:00 2026', command: '/sbin/launchd' },
    { pid: 9001, ppid: 501, start: 'Mon Nov 2 18:26:02 2026', command: 'node x y' },
  ])
})

it('lists by a real ps', async () => {
  const own = (await listMacos()).find((entry) => entry.pid === process.pid)
  expect(own).toMatchObject({ ppid: process.ppid })
  expect(markOf(process.pid, '').start).not.toBe('none')
})

it('takes a variable from the environment and not from a command line', () => {
  const plain = ' 10 sleep 60\n 11 grep ID=abc\n 12 node\n'
  const withEnvironment = ' 10 sleep 60 HOME=/x ID=abc TERM=x\n 11 grep ID=abc HOME=/x\n 12 node ID=abcd XID=abc\n'
  expect(havingVariable(plain, withEnvironment, 'ID', ['abc'])).toEqual(new Set([10]))
})

it('drops a parent that is younger than its child on Windows', () => {
  const rows = [
    { pid: 4, ppid: 0, start: '133000000000000001', command: '' },
    { pid: 8, ppid: 4, start: '133000000000000002', command: 'old.exe' },
    { pid: 12, ppid: 8, start: '133000000000000001', command: 'stray.exe' },
  ]
  expect(parseWindows(JSON.stringify(rows)).map((entry) => entry.ppid)).toEqual([0, 4, 0])
  expect(parseWindows(JSON.stringify(rows[0]))).toHaveLength(1)
})
