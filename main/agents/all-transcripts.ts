import { claudeTranscripts } from './claude/transcripts.ts'
import { codexTranscripts } from './codex/transcripts.ts'
import { geminiTranscripts } from './gemini/transcripts.ts'
import type { AgentTranscripts } from './transcripts.ts'

/** Every agent whose transcripts are read. */
export const ALL_TRANSCRIPTS: readonly AgentTranscripts[] = [claudeTranscripts, codexTranscripts, geminiTranscripts]
