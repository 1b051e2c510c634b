import { expect, test } from 'vitest'
import type { AgentSignal } from '../../../contract/facts.ts'
import { newSeries, type CyclerState, type Launch } from '../state.ts'
import { freshLaunch } from '../steps/starting.ts'
import { lookFor } from './looking.ts'

const TOOL = { name: 'Bash', reads: [], writes: [], command: 'make', readOnly: false }

function working(launch: Partial<Launch> = {}): CyclerState {
  const state = newSeries('S', '/p', 'x', [], 0)
  return { ...state, step: { name: 'working' }, launch: { ...freshLaunch(state, 0), ...launch } }
}

function wanted(state: CyclerState, type: AgentSignal['type'], agentId: string | null = null) {
  const signal = { type, tool: TOOL, sessionId: 's', agentId, transcriptPath: null } as AgentSignal
  return lookFor(state, signal, '/t.jsonl', 7)
}

test('before the first tool runs, the transcript is looked at for what the prompt showed', () => {
  expect(wanted(working(), 'ToolStarting')).toEqual({ at: 7, shownIn: '/t.jsonl' })
})

test.each<[string, Partial<Launch>]>([
  ['after a tool', { tools: 1 }],
  ['once it works', { worked: true }],
  ['once it was seen to read', { seen: ['dev/active/x/x-plan.md'] }],
  ['once the receipt is there', { pickup: 'confirmed' }],
])('%s a starting tool asks for no look', (_, launch) => {
  expect(wanted(working(launch), 'ToolStarting')).toBeNull()
})

test('a turn end looks at the work, and at the transcript until the receipt is there', () => {
  expect(wanted(working(), 'TurnEnded')).toEqual({ at: 7, work: true, shownIn: '/t.jsonl' })
  expect(wanted(working({ pickup: 'confirmed' }), 'TurnEnded')?.shownIn).toBeNull()
})

test('a tool end is looked at only where a request may follow', () => {
  expect(wanted(working(), 'ToolEnded')).toBeNull()
  expect(wanted(working({ dueSince: 1 }), 'ToolEnded')).toEqual({ at: 7 })
  expect(wanted(working({ compacting: true }), 'ToolEnded')).toEqual({ at: 7 })
})

test('a subagent is never looked after', () => {
  expect(wanted(working(), 'ToolStarting', 'agent-1')).toBeNull()
  expect(wanted(working(), 'TurnEnded', 'agent-1')).toBeNull()
})
