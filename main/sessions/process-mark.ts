import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isSameProcess, startOfPs, startOfStat } from '../store/process-start.ts'
import type { ProcessMark } from '../store/types.ts'

/** Start of a process that was gone before it could be asked, or cannot be asked: matches no process. */
const NO_START = 'none'
/** `ps` and PowerShell answer within this many ms or count as missing. */
const PROGRAM_LIMIT_MS = 10_000

/**
 * Names a process of ours beyond the life of its pid, at once after its spawn. `start` has the format of
 * `processStart` in the store; "none" when the process is gone already.
 */
export function markOf(pid: number, command: string): ProcessMark {
  return { pid, start: startNow(pid) ?? NO_START, command }
}

/** True while the very process lives: same pid and same start. A zombie is gone. */
export async function isAlive(mark: ProcessMark): Promise<boolean> {
  return mark.start !== NO_START && isSameProcess(mark.pid, mark.start)
}

export function sameMark(a: ProcessMark, b: ProcessMark): boolean {
  return a.pid === b.pid && a.start === b.start
}

function startNow(pid: number): string | null {
  if (process.platform === 'linux') return linuxStart(pid)
  if (process.platform === 'win32') return windowsStart(pid)
  const options = { env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }, timeout: PROGRAM_LIMIT_MS } as const
  return startOfPs(spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], options).stdout.toString())
}

function linuxStart(pid: number): string | null {
  try {
    return startOfStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    // The process is gone, which is the answer.
    return null
  }
}

/** Untested. */
function windowsStart(pid: number): string | null {
  const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`
  const shell = spawnSync('powershell', ['-NoProfile', '-Command', script], { timeout: PROGRAM_LIMIT_MS })
  return shell.stdout.toString().trim() || null
}
