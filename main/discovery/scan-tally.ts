import { existsSync } from 'node:fs'
import type { ScanState } from '../../contract/observed.ts'
import type { TranscriptFile } from '../store/scan-types.ts'
import type { Found, FoundProblem, Root } from './find.ts'

/** Problems that are named; all are counted. */
const PROBLEMS_SHOWN = 50

export interface ScanTally {
  phase: ScanState['phase']
  files: ScanState['files']
  bytes: ScanState['bytes']
  startedAt: string
  lastAt: number | null
  lastMs: number | null
  /** Of folders and files that cannot be read; the latest last. */
  problems: readonly FoundProblem[]
}

/** What was read, counted as it comes: a look at thousands of files must not count them all anew. */
export function readTally() {
  const sessions = new Set<string>()
  const damaged = new Map<string, number>()
  let roots: ScanState['roots'] = []
  return {
    read({ agent, sessionId, path, damagedLines }: TranscriptFile): void {
      if (sessionId !== null) sessions.add(`${agent} ${sessionId}`)
      if (damagedLines > 0) damaged.set(path, damagedLines)
      else damaged.delete(path)
    },
    found(wanted: readonly Root[], found: readonly Found[]): void {
      const files = new Map<Root, number>()
      for (const { root } of found) files.set(root, (files.get(root) ?? 0) + 1)
      roots = wanted.map((root) => {
        const { path, agent } = root
        return { agent: agent.agent, path, there: existsSync(path), files: files.get(root) ?? 0 }
      })
    },
    /** How far the reading is, for people. */
    state({ problems: unreadable, lastAt, ...tally }: ScanTally): ScanState {
      const problems = [
        ...unreadable.toReversed(),
        ...[...damaged].map(([path, lines]) => ({
          path,
          why: `${lines} damaged ${lines === 1 ? 'line was' : 'lines were'} passed over`,
        })),
      ]
      return {
        ...tally,
        lastAt: lastAt === null ? null : new Date(lastAt).toISOString(),
        sessions: sessions.size,
        roots,
        problems: problems.slice(0, PROBLEMS_SHOWN),
        problemCount: problems.length,
        damagedLines: [...damaged.values()].reduce((sum, lines) => sum + lines, 0),
      }
    },
  }
}
