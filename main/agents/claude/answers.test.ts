import { describe, expect, it } from 'vitest'
import type { AgentSignal } from '../../../contract/facts.ts'
import { answerBody } from './answers.ts'

const from = { sessionId: 's', agentId: null, transcriptPath: null }
const tool = { name: 'Bash', reads: [], writes: [], command: 'x', readOnly: false }
const turnEnded: AgentSignal = {
  ...from,
  type: 'TurnEnded',
  lastMessage: '',
  background: [],
  crons: 0,
  continued: false,
}
const toolEnded: AgentSignal = { ...from, type: 'ToolEnded', tool, failed: false }
const batchEnded: AgentSignal = { ...from, type: 'ToolBatchEnded' }
const compaction: AgentSignal = { ...from, type: 'CompactionAsked', auto: true }

describe('answerBody', () => {
  it('lets go on with an empty object', () => {
    for (const event of [turnEnded, toolEnded, batchEnded, compaction])
      expect(answerBody(event, { do: 'none' })).toEqual({})
  })

  it.each<[string, AgentSignal]>([
    ['Stop', turnEnded],
    ['PostToolUse', toolEnded],
    ['PostToolUseFailure', { ...from, type: 'ToolEnded', tool, failed: true }],
    ['PostToolBatch', batchEnded],
    ['UserPromptSubmit', { ...from, type: 'PromptSubmitted', prompt: 'p' }],
  ])('tells the model in the answer to %s', (hookEventName, event) => {
    expect(answerBody(event, { do: 'tell', text: 'go on' })).toEqual({
      hookSpecificOutput: { hookEventName, additionalContext: 'go on' },
    })
  })

  it('ends the turn at a tool boundary', () => {
    const stopped = { continue: false, stopReason: 'handed over' }
    expect(answerBody(toolEnded, { do: 'stop', reason: 'handed over' })).toEqual(stopped)
    expect(answerBody(batchEnded, { do: 'stop', reason: 'handed over' })).toEqual(stopped)
  })

  it('blocks a compaction', () => {
    expect(answerBody(compaction, { do: 'block', reason: 'not yet' })).toEqual({ decision: 'block', reason: 'not yet' })
  })

  it('throws at an answer that the event cannot carry', () => {
    expect(() => answerBody(turnEnded, { do: 'block', reason: 'r' })).toThrow('TurnEnded')
    expect(() => answerBody(compaction, { do: 'tell', text: 't' })).toThrow('CompactionAsked')
    expect(() => answerBody(turnEnded, { do: 'stop', reason: 'r' })).toThrow('"stop"')
  })
})
