import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** Marks every process of a test's world; children inherit it. */
export const WORLD_VARIABLE = 'BATON_TEST_WORLD'

export interface WorldProcess {
  pid: number
  parent: number
  /** Kernel start time in clock ticks; with the pid it names a process for good. */
  start: string
  argv: string[]
  executable: string
  cwd: string
}

/** Live processes of a world, found by their environment. Linux only. */
export function worldProcesses(root: string): WorldProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name), root) ?? [])
}

/** The Claude Code sessions among them, without the helpers that a session forks from its own binary. */
export function cliProcesses(root: string): WorldProcess[] {
  const all = worldProcesses(root).filter(({ executable }) => /claude/.test(executable))
  return all.filter(({ parent }) => !all.some(({ pid }) => pid === parent))
}

export interface Sampler {
  /** The most sessions that were alive at one moment. */
  most(): number
  /** Pids ever seen, in order of appearance. */
  pids(): number[]
  samples(): readonly { at: number; pids: number[] }[]
  stop(): void
}

/** Looks at a world's live sessions again and again, to show that no two overlap. */
export function sampleSessions(root: string, everyMs = 50): Sampler {
  const samples: { at: number; pids: number[] }[] = []
  const timer = setInterval(() => {
    samples.push({ at: Date.now(), pids: cliProcesses(root).map(({ pid }) => pid) })
  }, everyMs)
  return {
    most: () => Math.max(0, ...samples.map(({ pids }) => pids.length)),
    pids: () => [...new Set(samples.flatMap(({ pids }) => pids))],
    samples: () => samples,
    stop: () => clearInterval(timer),
  }
}

/** SIGTERM, then SIGKILL for those that stay. */
export async function endProcesses(list: () => WorldProcess[]): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const { pid } of list()) signalProcess(pid, signal)
    const until = Date.now() + 5000
    while (list().length > 0 && Date.now() < until) await delay(50)
  }
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function readProcess(pid: number, root: string): WorldProcess | null {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    if (!environment.includes(`${WORLD_VARIABLE}=${root}`)) return null
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the fields after it do not.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return null
    return {
      pid,
      parent: Number(fields[1]),
      start: fields[19] ?? '',
      argv: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1),
      executable: readlinkSync(`/proc/${pid}/exe`),
      cwd: readlinkSync(`/proc/${pid}/cwd`),
    }
  } catch {
    // It ended while we looked, or belongs to someone else.
    return null
  }
}
