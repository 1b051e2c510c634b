import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { cleanLine } from '../../contract/text.ts'
import type { ProcessEntry } from './process-table.ts'

const run = promisify(execFile)
const LARGEST_ANSWER = 64 * 1024 * 1024
/** PowerShell alone needs seconds on a loaded machine, ms. */
const LIMIT_MS = 30_000

const SCRIPT =
  'Get-CimInstance Win32_Process | Where-Object CreationDate | ForEach-Object { [pscustomobject]@{ pid = $_.ProcessId; ' +
  'ppid = $_.ParentProcessId; start = [string]$_.CreationDate.ToFileTimeUtc(); command = [string]$_.CommandLine } } | ' +
  'ConvertTo-Json -Compress'

const Row = z.object({ pid: z.number(), ppid: z.number(), start: z.string(), command: z.string() })

/** Untested on Windows. */
export async function listWindows(): Promise<ProcessEntry[]> {
  const options = { maxBuffer: LARGEST_ANSWER, timeout: LIMIT_MS }
  return parseWindows((await run('powershell', ['-NoProfile', '-Command', SCRIPT], options)).stdout)
}

/**
 * Windows keeps the parent's pid after the parent's end and gives it to another: a parent that is younger than its
 * child is none (0 then).
 */
export function parseWindows(json: string): ProcessEntry[] {
  const rows = z.union([z.array(Row), Row.transform((row) => [row])]).parse(JSON.parse(json))
  const starts = new Map(rows.map((row) => [row.pid, BigInt(row.start)]))
  return rows.map((row) => {
    const parentStart = starts.get(row.ppid)
    const stale = parentStart !== undefined && parentStart > BigInt(row.start)
    return { ...row, ppid: stale ? 0 : row.ppid, command: cleanLine(row.command) }
  })
}
