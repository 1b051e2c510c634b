import type { Character } from '../../assets/scripted-model/reply.ts'
import { worker } from '../../assets/scripted-model/worker.ts'

/** Slow enough that a person can come in between, quick enough for a test. */
const THINKING_MS = 500

/** The careful worker, at a pace that people can follow. */
export function thoughtful(thinkingMs = THINKING_MS): Character {
  const careful = worker()
  return (conversation) => ({ ...careful(conversation), delayMs: thinkingMs })
}
