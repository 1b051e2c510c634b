import type { ProcessMark } from '../store/types.ts'
import { waitForEnd } from './end-tree.ts'
import { isAlive } from './process-mark.ts'

/** The CLI flushes telemetry for up to 2 s and runs its end hooks for up to 1.5 s. */
const GRACE_MS = 5_000

/**
 * Asks a process that is not ours to end (SIGTERM), if it is still the one that is meant, and waits until it is gone. It is never
 * forced: false when it is still there, or may not be signalled.
 */
export async function endGently(mark: ProcessMark, graceMs = GRACE_MS): Promise<boolean> {
  if (mark.pid <= 1 || mark.pid === process.pid) return false
  if (!(await isAlive(mark))) return true
  try {
    process.kill(mark.pid, 'SIGTERM')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPERM') return false
    // Gone since the look.
    if (code !== 'ESRCH') throw error
  }
  return (await waitForEnd([mark], graceMs)).length === 0
}
