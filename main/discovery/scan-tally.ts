import { existsSync } from 'node:fs'
import type { ScanState } from '../../contract/observed.ts'
import type { TranscriptFile } from '../store/scan-types.ts'
import type { Found, FoundProblem, Root } from './find.ts'

/** Problems that are named; all are counted. */
const PROBLEMS_SHOWN = 50

export interface ScanTally {
  /** All that was ever read. */
  known: ReadonlyMap<string, TranscriptFile>
  startedAt: string
  phase: ScanState['phase']
  files: ScanState['files']
  bytes: ScanState['bytes']
  lastAt: number | null
  lastMs: number | null
  roots: readonly Root[]
  found: readonly Found[]
  /** Of folders, then of files; the latest last. */
  problems: readonly FoundProblem[]
}

/** How far the reading is, for people. */
export function scanState(tally: ScanTally): ScanState {
  const known = [...tally.known.values()]
  const damaged = known.filter(({ damagedLines }) => damagedLines > 0)
  const problems = [
    ...tally.problems.toReversed(),
    ...damaged.map(({ path, damagedLines: lines }) => ({
      path,
      why: `${lines} damaged ${lines === 1 ? 'line was' : 'lines were'} passed over`,
    })),
  ]
  return {
    phase: tally.phase,
    files: tally.files,
    bytes: tally.bytes,
    sessions: new Set(known.flatMap(({ agent, sessionId }) => (sessionId === null ? [] : [`${agent} ${sessionId}`])))
      .size,
    startedAt: tally.startedAt,
    lastAt: tally.lastAt === null ? null : new Date(tally.lastAt).toISOString(),
    lastMs: tally.lastMs,
    roots: tally.roots.map((root) => ({
      agent: root.agent.agent,
      path: root.path,
      there: existsSync(root.path),
      files: tally.found.filter((one) => one.root.path === root.path && one.root.agent === root.agent).length,
    })),
    problems: problems.slice(0, PROBLEMS_SHOWN),
    problemCount: problems.length,
    damagedLines: damaged.reduce((sum, file) => sum + file.damagedLines, 0),
  }
}
