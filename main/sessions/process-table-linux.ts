import { readdir, readFile } from 'node:fs/promises'
import { cleanLine } from '../../contract/text.ts'
import { startOfStat } from '../store/process-start.ts'
import type { ProcessEntry } from './process-table.ts'

export async function listLinux(): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const entries = await Promise.all(pids.map((pid) => readEntry(Number(pid))))
  return entries.filter((entry) => entry !== null)
}

/** Compares whole `NAME=value` words, as `/proc/<pid>/environ` separates them by NUL. */
export async function linuxHasVariable(pid: number, name: string, values: readonly string[]): Promise<boolean> {
  const environment = await readOf(pid, 'environ')
  if (environment === null) return false
  const framed = `\0${environment}`
  return values.some((value) => framed.includes(`\0${name}=${value}\0`))
}

async function readEntry(pid: number): Promise<ProcessEntry | null> {
  const [stat, line] = await Promise.all([readOf(pid, 'stat'), readOf(pid, 'cmdline')])
  const start = stat === null ? null : startOfStat(stat)
  if (stat === null || start === null) return null
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
  const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const command = cleanLine((line ?? '').replaceAll('\0', ' '))
  return { pid, ppid: Number(ppid), start, command: command === '' ? name : command }
}

/** Null: the process went away, or it is another user's. */
async function readOf(pid: number, file: string): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}
