import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cleanLine } from '../../contract/text.ts'
import type { ProcessEntry } from './process-table.ts'

const run = promisify(execFile)
/** A full table with environments is a few MB; more than this is no answer. */
const LARGEST_ANSWER = 64 * 1024 * 1024
/** `ps` answers within this many ms or the table counts as unreadable. */
const LIMIT_MS = 10_000
/** pid, ppid, state, five words of the start, the rest. */
const LINE = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s?(.*)$/

/** By `ps`; it needs no macOS, only a BSD or procps `ps`, and so is tested on Linux as well. */
export async function listMacos(): Promise<ProcessEntry[]> {
  return parsePs(await ps('-axo', 'pid=,ppid=,stat=,lstart=,command='))
}

export function parsePs(table: string): ProcessEntry[] {
  return table.split('\n').flatMap((line) => {
    const [, pid, ppid, state = '', start = '', command = ''] = LINE.exec(line) ?? []
    if (pid === undefined || ppid === undefined || state.startsWith('Z')) return []
    return [{ pid: Number(pid), ppid: Number(ppid), start: start.replace(/\s+/g, ' '), command: cleanLine(command) }]
  })
}

/** Untested on macOS. */
export async function macosHavingVariable(
  pids: readonly number[],
  name: string,
  values: readonly string[],
): Promise<Set<number>> {
  const plain = await ps('-axo', 'pid=,command=')
  const withEnvironment = await ps('-axEwwo', 'pid=,command=')
  const found = havingVariable(plain, withEnvironment, name, values)
  return new Set(pids.filter((pid) => found.has(pid)))
}

/** `ps -E` writes the environment behind the command line; the words of the command line itself must not count. */
export function havingVariable(
  plain: string,
  withEnvironment: string,
  name: string,
  values: readonly string[],
): Set<number> {
  const commands = new Map(lines(plain))
  const words = values.map((value) => `${name}=${value}`)
  const having = lines(withEnvironment).filter(([pid, line]) => {
    const command = commands.get(pid)
    if (command === undefined || !line.startsWith(command)) return false
    const environment = line.slice(command.length).split(' ')
    return words.some((word) => environment.includes(word))
  })
  return new Set(having.map(([pid]) => pid))
}

function lines(table: string): [number, string][] {
  return table.split('\n').flatMap((line): [number, string][] => {
    const [, pid, rest = ''] = /^\s*(\d+)\s(.*)$/.exec(line) ?? []
    return pid === undefined ? [] : [[Number(pid), rest.trimEnd()]]
  })
}

async function ps(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
  return (await run('ps', args, { env, maxBuffer: LARGEST_ANSWER, timeout: LIMIT_MS })).stdout
}
