import type { ProcessMark } from '../store/types.ts'
import { isAlive, sameMark } from './process-mark.ts'
import { listProcesses, pidsHaving } from './process-table.ts'
import type { ProcessEntry } from './process-table.ts'

/** Claude Code gives it to every process of its Bash tool; it outlives `setsid` and `nohup`. */
const SESSION_VARIABLE = 'CLAUDE_CODE_SESSION_ID'
/** The lowest pid that can be a session's: 1 is the system's. */
const LOWEST_PID = 2

export interface TreeRoot {
  /** The agent's process; null when its pid was never learned. */
  root: ProcessMark | null
  /** Session ids of that launch, and no others. */
  sessionIds: readonly string[]
}

/**
 * What the agent started: by parent links from its process, by its session ids in the environment, and everything
 * below these. Never the root, never this process or one above it. Parents come before their children.
 */
export async function findDescendants({ root, sessionIds }: TreeRoot): Promise<ProcessMark[]> {
  const table = await listProcesses()
  const spared = selfAndAncestors(table)
  const byPid = new Map(table.map((entry) => [entry.pid, entry]))
  const found = new Set<number>()
  const candidates = table.map((entry) => entry.pid).filter((pid) => !spared.has(pid))
  for (const pid of await pidsHaving(candidates, SESSION_VARIABLE, sessionIds)) found.add(pid)
  // Another process with the root's pid is a stranger. Without one its children may still name it (Windows).
  const holder = root === null ? undefined : byPid.get(root.pid)
  const roots = root !== null && (holder === undefined || holder.start === root.start) ? [root.pid] : []
  const children = Map.groupBy(table, (entry) => entry.ppid)
  const queue = [...roots, ...found]
  for (const pid of queue) {
    for (const child of children.get(pid) ?? []) {
      if (found.has(child.pid) || spared.has(child.pid)) continue
      found.add(child.pid)
      queue.push(child.pid)
    }
  }
  return queue.flatMap((pid) => {
    const entry = byPid.get(pid)
    const ours = entry !== undefined && pid >= LOWEST_PID && !spared.has(pid) && pid !== root?.pid
    return ours ? [{ pid, start: entry.start, command: entry.command }] : []
  })
}

/** Those recorded at earlier turn ends that live and that no link leads to any more. */
export async function findStrays(
  recorded: readonly ProcessMark[],
  linked: readonly ProcessMark[],
): Promise<ProcessMark[]> {
  const unlinked = recorded.filter((mark) => !linked.some((other) => sameMark(mark, other)))
  const alive = await Promise.all(unlinked.map(isAlive))
  return unlinked.filter((_, index) => alive[index])
}

function selfAndAncestors(table: readonly ProcessEntry[]): Set<number> {
  const parents = new Map(table.map((entry) => [entry.pid, entry.ppid]))
  const spared = new Set<number>()
  for (let pid: number | undefined = process.pid; pid !== undefined && !spared.has(pid); pid = parents.get(pid)) {
    spared.add(pid)
  }
  return spared
}
