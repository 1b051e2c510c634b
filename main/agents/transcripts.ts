import type { PlanLimit } from '../../contract/forecast.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { RequestBlock, TranscriptFile } from '../store/scan-types.ts'

/** A file that a scan found, as the file system tells of it. Times: ms since the epoch. */
export interface FoundFile {
  path: string
  /** Folder that was given or is the agent's usual one; the path lies below it. */
  root: string
  size: number
  changedAt: number
  bornAt: number
  dev: string
  ino: string
}

/** What reading one file from where it was left brought. */
export interface TranscriptReading {
  file: TranscriptFile
  requests: RequestBlock
  limits: PlanLimit[]
}

/** How one agent keeps its transcripts. All blocking: it runs in threads of its own. */
export interface AgentTranscripts {
  agent: AgentName
  /** Folders to look through for a home folder, an environment (CLAUDE_CONFIG_DIR, CODEX_HOME …) and extra folders of the settings. */
  roots(home: string, env: Record<string, string | undefined>, extra: readonly string[]): string[]
  /** Whether a file below a root is a transcript, by its path relative to the root. */
  isTranscript(relativePath: string): boolean
  /**
   * Reads what was appended since `known`; from the start when there is nothing known, or when the file shrank, was replaced or
   * begins otherwise. Gives null when nothing is new. Throws what the file system throws.
   */
  read(found: FoundFile, known: TranscriptFile | null, buffer: Buffer): TranscriptReading | null
}
