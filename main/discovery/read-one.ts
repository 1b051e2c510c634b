import type { AgentTranscripts, FoundFile, TranscriptReading } from '../agents/transcripts.ts'
import type { TranscriptFile } from '../store/scan-types.ts'

/** What became of one file. */
export interface Outcome {
  /** Null: nothing new, or nothing that can be read. */
  reading: TranscriptReading | null
  /** Why it cannot be read; "": it was removed since it was found; null: it can. */
  trouble: string | null
}

/** Reads one file; what the file system has against it is an outcome. */
export function readOne(
  agent: AgentTranscripts,
  file: FoundFile,
  known: TranscriptFile | null,
  buffer: Buffer,
): Outcome {
  try {
    return { reading: agent.read(file, known, buffer), trouble: null }
  } catch (error) {
    if (isGone(error)) return { reading: null, trouble: '' }
    return { reading: null, trouble: error instanceof Error ? error.message : String(error) }
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
