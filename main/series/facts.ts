import type { AgentSignal, BackgroundTask } from '../../contract/facts.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Box, Checkpoint } from '../../contract/series.ts'

/** The dev-docs and the handover as they lay on disk when the fact was gathered. */
export interface Look {
  /** Null when the dev-docs could not be read; `problem` says why. */
  boxes: Box[] | null
  problem: Problem | null
  contextSha256: string | null
  /** Titles that left the list unticked. */
  vanished: string[]
  /** What keeps the handover from being safe; empty: it is. */
  missing: string[]
  /** Secrets in the dev-docs: each a sentence that names file and line, never the secret. */
  secrets: string[]
  /** The model of progress: changes with commits and with files outside dev/. */
  workMark: string | null
  /** Dev-docs files the session was shown without a tool call. */
  shown: string[]
  at: number
}

export type Command = 'pause' | 'resume' | 'checkpoint' | 'cycle' | 'stop' | 'interrupt' | 'interrupt-now'

/** Everything that can happen to a series. `at`: ms since the epoch. */
export type SeriesFact = { at: number } & (
  | { type: 'Begun' }
  /** A hook spoke. `look` comes with turn ends and, while a checkpoint is asked for, with tool batches. */
  | { type: 'Signalled'; launchId: string; signal: AgentSignal; look: Look | null }
  | {
      type: 'Measured'
      sessionId: string
      used: number | null
      window: number | null
      model: string | null
      /** When a usage limit resets, as the agent's status line has it. */
      resetsAt: number | null
    }
  | { type: 'CostMeasured'; costUsd: number }
  | { type: 'TranscriptSeen'; launchId: string }
  | { type: 'Spawned'; launchId: string; pid: number; pidStart: string | null; transcript: string }
  | { type: 'SpawnRefused'; launchId: string; problem: Problem }
  /** The process and its descendants are gone. `resumable`: a transcript with a prompt is there. */
  | {
      type: 'LaunchGone'
      launchId: string
      exitCode: number | null
      signal: string | null
      ms: number
      resumable: boolean
      screen: string
      look: Look
    }
  /** The agent came to rest after a halted turn, or was looked at while resting. */
  | { type: 'Rested'; look: Look }
  | { type: 'SnapshotTaken'; checkpoint: Checkpoint }
  | { type: 'SnapshotFailed'; problem: Problem }
  | { type: 'VerifyEnded'; exitCode: number | null; output: string; problem: Problem | null }
  | { type: 'Typed' }
  /** A person's keys: an unsent line is there, or is gone. */
  | { type: 'Drafted'; draft: boolean }
  /** The agent rests without a turn end. */
  | { type: 'Interrupted' }
  | { type: 'Ticked'; hooksSetting: string | null }
  /** Baton itself failed to take a fact in or to carry an effect out. */
  | { type: 'Faulted'; error: string }
  | { type: 'Woke'; sleptMs: number }
  | { type: 'Commanded'; command: Command }
  /** The policy is already the new one. */
  | { type: 'PolicyChanged'; changes: Record<string, unknown> }
)
export type SeriesFactType = SeriesFact['type']
export type FactOf<T extends SeriesFactType> = Extract<SeriesFact, { type: T }>
export type { AgentSignal, BackgroundTask }
