import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What is told where the process lives but nothing here can say since when. Equal to itself, so pids still count. */
const UNKNOWN_START = 'unknown'
/** `ps` and PowerShell answer within this many ms or count as missing. */
const PROGRAM_LIMIT_MS = 10_000

/**
 * When a process started, as the process table tells it: the same pid with another start is another process.
 * Linux: clock ticks since boot (`/proc/<pid>/stat`, field 22); elsewhere the words of `ps -o lstart=`; Windows: file time.
 * An opaque string: compare it, do not read it. Null: no such process, or only its zombie is left.
 */
export async function processStart(pid: number): Promise<string | null> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  if (process.platform === 'linux') return linuxStart(pid)
  return process.platform === 'win32' ? windowsStart(pid) : psStart(pid)
}

/** True while the process of that pid is the one that started then. */
export async function isSameProcess(pid: number, start: string): Promise<boolean> {
  return (await processStart(pid)) === start
}

/** `stat` is one line of `/proc/<pid>/stat`; the command in its parentheses may hold spaces and parentheses itself. */
export function startOfStat(stat: string): string | null {
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // State is field 3 and the start is field 22.
  return state === 'Z' || state === 'X' ? null : (rest[18] ?? null)
}

/** `line` is what `ps -o stat=,lstart=` prints of one process. */
export function startOfPs(line: string): string | null {
  const [state = '', ...started] = line.trim().split(/\s+/)
  return state === '' || state.startsWith('Z') ? null : started.join(' ')
}

async function linuxStart(pid: number): Promise<string | null> {
  try {
    return startOfStat(await readFile(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return isThere(pid) ? UNKNOWN_START : null
  }
}

async function psStart(pid: number): Promise<string | null> {
  const options = { env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, timeout: PROGRAM_LIMIT_MS }
  try {
    return startOfPs((await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], options)).stdout)
  } catch {
    return isThere(pid) ? UNKNOWN_START : null
  }
}

async function windowsStart(pid: number): Promise<string | null> {
  const command = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`
  try {
    const shell = await run('powershell', ['-NoProfile', '-Command', command], { timeout: PROGRAM_LIMIT_MS })
    return shell.stdout.trim()
  } catch {
    return isThere(pid) ? UNKNOWN_START : null
  }
}

/** Signal 0 tests for the process; EPERM means that it is there and not ours. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
