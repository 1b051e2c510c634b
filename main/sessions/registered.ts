import { readFileSync, readlinkSync } from 'node:fs'
import { listRegistry, type ListedEntry } from '../agents/claude/registry.ts'
import { processStart } from '../store/process-start.ts'
import type { ProcessMark } from '../store/types.ts'

/** The registry's start and that of `ps` are taken by different clocks and rounded to seconds, ms. */
const START_ROUNDING_MS = 2_000

/** A session of Claude Code with the process in which it lives now. */
export interface Registered extends ListedEntry {
  mark: ProcessMark
}

/** The sessions of a configuration folder whose process is there and is the one that wrote the entry. */
export async function registeredSessions(configDir: string): Promise<Registered[]> {
  const entries = (await listRegistry(configDir)).filter(({ pidDomain }) => isHere(pidDomain))
  const live = await Promise.all(entries.map(withProcess))
  return live.filter((one) => one !== null)
}

/** The process in which a session lives now, as its own configuration folder tells; null: none. */
export async function registeredSession(configDir: string, sessionId: string): Promise<Registered | null> {
  return (await registeredSessions(configDir)).find((one) => one.sessionId === sessionId) ?? null
}

async function withProcess(entry: ListedEntry): Promise<Registered | null> {
  const start = await processStart(entry.pid)
  if (start === null || !wroteIt(entry, start)) return null
  return { ...entry, mark: { pid: entry.pid, start, command: 'claude' } }
}

/** The pid may have passed to another process since: one of another start, or one younger than the entry. */
function wroteIt({ procStart, startedAt }: ListedEntry, start: string): boolean {
  if (process.platform === 'linux') return procStart === null || procStart === start
  const began = Date.parse(`${start} UTC`)
  return Number.isNaN(began) || began <= startedAt + START_ROUNDING_MS
}

/** A home folder may be shared with containers and other machines, where the pid is another process. */
export function isHere(pidDomain: string | null, own: Domain = ownDomain()): boolean {
  const [, machine, namespace] = /^linux:([^:]*):(pid:\[\d+\])$/.exec(pidDomain ?? '') ?? []
  if (machine === undefined) return true
  return (own.machine === null || own.machine === machine) && (own.namespace === null || own.namespace === namespace)
}

interface Domain {
  machine: string | null
  namespace: string | null
}

let found: Domain | null = null

function ownDomain(): Domain {
  found ??= {
    machine: orNull(() => readFileSync('/etc/machine-id', 'utf8').trim() || null),
    namespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
  }
  return found
}

/** Not told here: then it tells nothing apart. */
function orNull(read: () => string | null): string | null {
  try {
    return read()
  } catch {
    return null
  }
}
