import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { listProcesses, type ProcessEntry } from '../../sessions/process-table.ts'
import { agentOf, sessionNamed, type CliAgent } from './agent-command.ts'

/** Ticks of `/proc/<pid>/stat` in a second: fixed in the kernel's interface on every usual machine. */
const TICKS_A_SECOND = 100

/** A process that runs a conversation of an agent. */
export interface AgentProcess {
  agent: CliAgent
  pid: number
  /** When it was started, ms since the epoch; null: not known. */
  startedAt: number | null
  /** Real path of its folder; null: the system does not tell. */
  cwd: string | null
  /** Transcripts that it holds open, by their paths. */
  open: string[]
  /** The session that its command line names; null: none. */
  named: string | null
}

/** The agents' processes of this user. On Linux all of it is read from `/proc`; elsewhere what the process table tells. */
export async function agentProcesses(): Promise<AgentProcess[]> {
  const linux = process.platform === 'linux'
  const table = await listProcesses()
  const found = table.flatMap((entry) => {
    // The table's line is cut and its words are joined: what looks like an agent is read anew, whole.
    const agent = agentOf(entry.command.split(' '))
    if (agent === null) return []
    const words = linux ? wordsOf(entry.pid) : entry.command.split(' ')
    return words === null || agentOf(words) !== agent ? [] : [{ agent, entry, words }]
  })
  const parents = new Set(found.map(({ agent, entry }) => `${agent} ${entry.ppid}`))
  return (
    found
      // A launcher waits for the program that it started.
      .filter(({ agent, entry }) => agent === 'claude' || !parents.has(`${agent} ${entry.pid}`))
      .flatMap((one) => describe(one, linux) ?? [])
  )
}

interface Found {
  agent: CliAgent
  entry: ProcessEntry
  words: string[]
}

function describe({ agent, entry, words }: Found, linux: boolean): AgentProcess | null {
  const { pid, start } = entry
  const named = sessionNamed(words)
  if (!linux) return { agent, pid, startedAt: psStart(start), cwd: null, open: [], named }
  const cwd = ownFolder(pid)
  if (cwd === null) return null
  return { agent, pid, startedAt: linuxStart(start), cwd, open: agent === 'claude' ? [] : openTranscripts(pid), named }
}

function wordsOf(pid: number): string[] | null {
  return orNull(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1))
}

/** Null: it went away, or it is another user's, whose sessions are not ours to know. */
function ownFolder(pid: number): string | null {
  return orNull(() => {
    if (statSync(`/proc/${pid}`).uid !== process.getuid?.()) return null
    return readlinkSync(`/proc/${pid}/cwd`)
  })
}

function openTranscripts(pid: number): string[] {
  const folder = `/proc/${pid}/fd`
  const names = orNull(() => readdirSync(folder)) ?? []
  return names.flatMap((name) => {
    const target = orNull(() => readlinkSync(`${folder}/${name}`))
    return target !== null && /\.jsonl?$/.test(target) ? [target] : []
  })
}

function linuxStart(start: string): number | null {
  return orNull(() => {
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
    const ageMs = uptime * 1000 - (Number(start) / TICKS_A_SECOND) * 1000
    return Number.isFinite(ageMs) ? Date.now() - ageMs : null
  })
}

function psStart(start: string): number | null {
  const at = Date.parse(`${start} UTC`)
  return Number.isNaN(at) ? null : at
}

function orNull<T>(read: () => T | null): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
