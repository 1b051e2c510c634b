import { setTimeout as wait } from 'node:timers/promises'
import type { ProcessMark } from '../store/types.ts'
import { isAlive, sameMark } from './process-mark.ts'
import { findDescendants, findStrays } from './process-tree.ts'
import type { TreeRoot } from './process-tree.ts'

/** The CLI flushes telemetry for up to 2 s and runs its end hooks for up to 1.5 s; it needs up to 4.4 s on a loaded box. */
const ROOT_GRACE_MS = 5_000
/** Servers and watchers end within a second or do not listen. */
const DESCENDANT_GRACE_MS = 1_000
/** After SIGKILL only the kernel is waited for. */
const KILL_WAIT_MS = 2_000
/** Between two looks at a process that should end, ms: one small file read each. */
const POLL_MS = 10
/** A process that forks while it is being ended is looked for again, this often at most. */
const ROUNDS = 3

export interface EndTreeRequest extends TreeRoot {
  /** What was seen of the tree at earlier turn ends. */
  recorded?: readonly ProcessMark[]
  /** How long the root may take before SIGKILL, ms. */
  graceMs?: number
  /** First signal to the root; null when it has been told to go already (`/exit` on Windows). */
  signal?: NodeJS.Signals | null
}

export interface TreeEnd {
  /** Gone now, in the order found, the root first. */
  ended: ProcessMark[]
  /** Still there: it resisted, may not be signalled, or no link leads to it any more. To be told to a person. */
  left: ProcessMark[]
  /** From the first signal to the last process gone. */
  ms: number
}

/**
 * Ends an agent's process, then all that it started. Before every signal the start time is compared, so that a pid
 * that has passed to another process is never hit.
 */
export async function endTree(request: EndTreeRequest): Promise<TreeEnd> {
  const { root, recorded = [], graceMs = ROOT_GRACE_MS, signal = 'SIGTERM' } = request
  const began = performance.now()
  const seen: ProcessMark[] = []
  const add = (marks: ProcessMark[]) => {
    for (const mark of marks) if (!seen.some((other) => sameMark(mark, other))) seen.push(mark)
  }
  if (root !== null && (await isAlive(root))) add([root])
  add(await findDescendants(request))
  const strays = await findStrays(recorded, seen)
  if (root !== null) await endAll([root], signal, graceMs)
  for (let round = 0; round < ROUNDS; round += 1) {
    add(await findDescendants(request))
    const remaining = await living(seen)
    if (remaining.length === 0) break
    await endAll(remaining, 'SIGTERM', DESCENDANT_GRACE_MS)
  }
  const left = [...(await living(seen)), ...(await living(strays))]
  const ended = seen.filter((mark) => !left.some((other) => sameMark(mark, other)))
  return { ended, left, ms: Math.round(performance.now() - began) }
}

async function endAll(marks: readonly ProcessMark[], first: NodeJS.Signals | null, graceMs: number): Promise<void> {
  if (first !== null) await Promise.all(marks.map((mark) => send(mark, first)))
  const stubborn = await waitForEnd(marks, graceMs)
  await Promise.all(stubborn.map((mark) => send(mark, 'SIGKILL')))
  await waitForEnd(stubborn, KILL_WAIT_MS)
}

/** Resolves when all are gone or the time is over, with those that remain. */
export async function waitForEnd(marks: readonly ProcessMark[], limitMs: number): Promise<ProcessMark[]> {
  const deadline = performance.now() + limitMs
  let remaining = await living(marks)
  while (remaining.length > 0 && performance.now() < deadline) {
    await wait(POLL_MS)
    remaining = await living(remaining)
  }
  return remaining
}

async function living(marks: readonly ProcessMark[]): Promise<ProcessMark[]> {
  const alive = await Promise.all(marks.map(isAlive))
  return marks.filter((_, index) => alive[index])
}

async function send(mark: ProcessMark, signal: NodeJS.Signals): Promise<void> {
  if (mark.pid <= 1 || mark.pid === process.pid || !(await isAlive(mark))) return
  try {
    process.kill(mark.pid, signal)
  } catch (error) {
    // Gone since the look, or not ours to signal: the caller's next look tells which.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}
