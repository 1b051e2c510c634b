import type { AgentSignal, SignalAnswer } from '../../../contract/facts.ts'

/** What the CLI calls the events in whose answer a text reaches the model. */
function tellable(event: AgentSignal): string | null {
  switch (event.type) {
    case 'TurnEnded':
      return 'Stop'
    case 'ToolEnded':
      return event.failed ? 'PostToolUseFailure' : 'PostToolUse'
    case 'ToolBatchEnded':
      return 'PostToolBatch'
    case 'PromptSubmitted':
      return 'UserPromptSubmit'
    default:
      return null
  }
}

/**
 * The JSON body that answers a hook. `{}` lets the session go on as it was. An answer that the event cannot carry is a bug
 * of the caller and throws.
 */
export function answerBody(event: AgentSignal, answer: SignalAnswer): Record<string, unknown> {
  if (answer.do === 'none') return {}
  if (answer.do === 'tell') {
    const hookEventName = tellable(event)
    if (hookEventName !== null) return { hookSpecificOutput: { hookEventName, additionalContext: answer.text } }
  }
  if (answer.do === 'stop' && (event.type === 'ToolEnded' || event.type === 'ToolBatchEnded')) {
    return { continue: false, stopReason: answer.reason }
  }
  if (answer.do === 'block' && event.type === 'CompactionAsked') return { decision: 'block', reason: answer.reason }
  throw new RangeError(`${event.type} cannot be answered with "${answer.do}"`)
}
