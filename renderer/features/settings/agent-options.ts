import { AGENTS } from '../telemetry/telemetry-words.ts'

/** Choices of one agent, or of any. */
export const AGENT_OPTIONS = [
  { value: 'any', title: 'Any agent' },
  { value: 'claude', title: AGENTS.claude },
  { value: 'codex', title: AGENTS.codex },
  { value: 'gemini', title: AGENTS.gemini },
  { value: 'other', title: 'Another' },
] as const
