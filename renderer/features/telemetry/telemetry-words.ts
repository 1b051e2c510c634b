import type { AgentName, ForwardView, ReceiverView, StepView, TelemetryState } from '../../../contract/telemetry.ts'
import { cleanLine } from '../../../contract/text.ts'

export const AGENTS: Record<AgentName, string> = {
  claude: 'Claude Code',
  codex: 'Codex CLI',
  gemini: 'Gemini CLI',
  other: 'Unknown',
}

export const RECEIVERS: Record<ReceiverView['state'], string> = {
  listening: 'Listening',
  elsewhere: 'On another port',
  off: 'Off',
  failed: 'Does not listen',
}

export const FORWARDS: Record<ForwardView['state'], string> = {
  idle: 'Nothing waits',
  sending: 'Sending',
  waiting: 'Waits to try again',
  failed: 'Does not send',
}

export const STEPS: Record<StepView['step'], { title: string; help: string }> = {
  validate: { title: 'Validate', help: 'Bad points are counted, good ones go on' },
  dedupe: { title: 'Dedupe', help: 'What was sent before counts once' },
  delta: { title: 'Delta', help: 'Running totals become increments' },
  attribute: { title: 'Attribute', help: 'Whose session it is' },
  aggregate: { title: 'Aggregate', help: 'Added up by the minute' },
  batch: { title: 'Batch', help: 'Written, then acknowledged' },
}

/** A reason or an outcome as the core counts it, in words: "too-old" → "too old". */
export function codeWords(code: string): string {
  return cleanLine(code.replaceAll(/[-_:]+/g, ' '), 60)
}

/** Of counts by reason those that are not 0, the most first. */
export function byMost(counts: Readonly<Record<string, number>>): [code: string, count: number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a, most], [b, more]) => more - most || a.localeCompare(b))
}

/** All of the counts together. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Usual outcomes in their order, then others that came. */
const OUTCOMES = ['accepted', 'duplicate', 'redundant', 'rejected']

/** The columns of what came: the usual outcomes, and any other that a signal had. */
export function outcomesOf(received: TelemetryState['received']): string[] {
  const came = Object.values(received).flatMap((counts) => byMost(counts).map(([outcome]) => outcome))
  return [...new Set([...OUTCOMES, ...came])]
}

/** Did anything come at all since the start? */
export function heardAnything({ received, receivers }: TelemetryState): boolean {
  return Object.values(received).some((counts) => total(counts) > 0) || receivers.some(({ bytes }) => bytes > 0)
}
