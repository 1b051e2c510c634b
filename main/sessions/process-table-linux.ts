import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { cleanLine } from '../../contract/text.ts'
import { startOfStat } from '../store/process-start.ts'
import type { ProcessEntry } from './process-table.ts'

/**
 * Files of `/proc` are made in memory at the read, in some 15 µs; a way through the thread pool costs ten times that of the event
 * loop's own time. So they are read at once, this many in a row: about 1 ms.
 */
const READ_IN_A_ROW = 32

export async function listLinux(): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return inTurns(pids, (pid) => readEntry(Number(pid)) ?? [])
}

/** The pids with one of the values. Compares whole `NAME=value` words, as `/proc/<pid>/environ` separates them by NUL. */
export async function linuxHavingVariable(
  pids: readonly number[],
  name: string,
  values: readonly string[],
): Promise<Set<number>> {
  const words = values.map((value) => `\0${name}=${value}\0`)
  const having = await inTurns(pids, (pid) => {
    const framed = `\0${readOf(pid, 'environ') ?? ''}`
    return words.some((word) => framed.includes(word)) ? pid : []
  })
  return new Set(having)
}

async function inTurns<T, R>(items: readonly T[], read: (item: T) => R | R[]): Promise<R[]> {
  const results: R[] = []
  for (let from = 0; from < items.length; from += READ_IN_A_ROW) {
    if (from > 0) await yieldToOthers()
    results.push(...items.slice(from, from + READ_IN_A_ROW).flatMap(read))
  }
  return results
}

function readEntry(pid: number): ProcessEntry | null {
  const [stat, line] = [readOf(pid, 'stat'), readOf(pid, 'cmdline')]
  const start = stat === null ? null : startOfStat(stat)
  if (stat === null || start === null) return null
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
  const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const command = cleanLine((line ?? '').replaceAll('\0', ' '))
  return { pid, ppid: Number(ppid), start, command: command === '' ? name : command }
}

/** Null: the process went away, or it is another user's. */
function readOf(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}
