import { claudeTelemetry } from './claude/telemetry.ts'
import { codexTelemetry } from './codex/telemetry.ts'
import { geminiTelemetry } from './gemini/telemetry.ts'
import { otherTelemetry } from './other/telemetry.ts'
import type { AgentTelemetry } from './telemetry.ts'

/** Who understands what is sent: the first that owns it. The last owns everything. */
export const AGENT_TELEMETRY: readonly AgentTelemetry[] = [
  claudeTelemetry,
  codexTelemetry,
  geminiTelemetry,
  otherTelemetry,
]
