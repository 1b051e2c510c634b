import { describe, expect, it } from 'vitest'
import type { AgentSignal } from '../../../contract/facts.ts'
import { parseHook } from './hooks.ts'

const common = {
  session_id: 's1',
  transcript_path: '/t/s1.jsonl',
  cwd: '/p',
  permission_mode: 'acceptEdits',
  prompt_id: 'p1',
}
const from = { sessionId: 's1', agentId: null, transcriptPath: '/t/s1.jsonl' }

function signal(event: string, fields: Record<string, unknown> = {}): AgentSignal | null {
  const parsed = parseHook({ ...common, hook_event_name: event, ...fields })
  if (!parsed.ok) throw new Error(parsed.problem.cause)
  return parsed.value
}

const bash = { tool_name: 'Bash', tool_input: { command: 'npm test', description: 'Run it' }, tool_use_id: 'toolu_1' }
const npmTest = { name: 'Bash', reads: [], writes: [], command: 'npm test', readOnly: false }

describe('parseHook', () => {
  it('reads prompts and tools of the main thread', () => {
    expect(signal('UserPromptSubmit', { prompt: '/session-init t' })).toEqual({
      ...from,
      type: 'PromptSubmitted',
      prompt: '/session-init t',
    })
    expect(signal('PreToolUse', bash)).toEqual({ ...from, type: 'ToolStarting', tool: npmTest })
    expect(signal('PostToolUse', { ...bash, tool_response: { stdout: '' } })).toEqual({
      ...from,
      type: 'ToolEnded',
      tool: npmTest,
      failed: false,
    })
    expect(signal('PostToolUseFailure', { ...bash, error: 'Exit code 1' })).toMatchObject({
      type: 'ToolEnded',
      failed: true,
    })
    expect(signal('PostToolBatch', { tool_calls: [] })).toEqual({ ...from, type: 'ToolBatchEnded' })
  })

  it('marks what a subagent does', () => {
    const inner = { agent_id: 'a02', agent_type: 'general-purpose' }
    expect(signal('PostToolUse', { ...bash, ...inner })).toMatchObject({ type: 'ToolEnded', agentId: 'a02' })
    expect(signal('SubagentStart', inner)).toMatchObject({
      type: 'SubagentStarted',
      agentId: 'a02',
      agentType: 'general-purpose',
    })
    expect(signal('SubagentStop', inner)).toMatchObject({ type: 'SubagentEnded', agentType: 'general-purpose' })
  })

  it('does not take the inner summariser for a subagent', () => {
    expect(signal('SubagentStop', { agent_id: 'a13', agent_type: '' })).toBeNull()
    expect(signal('SubagentStart', { agent_id: 'a13' })).toBeNull()
  })

  it('tells a question from a permission', () => {
    expect(signal('PermissionRequest', bash)).toMatchObject({
      type: 'PermissionRequested',
      question: false,
      tool: npmTest,
    })
    for (const tool of ['AskUserQuestion', 'ExitPlanMode']) {
      expect(signal('PermissionRequest', { tool_name: tool, tool_input: {} })).toMatchObject({ question: true })
    }
  })

  it('reads the end of a turn with what still runs', () => {
    const background = [
      { id: 'a1', type: 'subagent', status: 'running', description: 'sub job', agent_type: 'general-purpose' },
      { id: 'b1', type: 'shell', status: 'running', description: 'dev server', command: 'npm run dev' },
      { id: 'b2', type: 'shell', status: 'completed', description: 'over', command: 'true' },
      { id: 'm1', type: 'monitor', status: 'running', description: 'watch\nlogs' },
    ]
    const fields = { stop_hook_active: true, background_tasks: background, session_crons: [{ id: 'c' }] }
    expect(signal('Stop', { ...fields, last_assistant_message: 'Done\u202e.\nBATON: NEEDS-HUMAN key' })).toEqual({
      ...from,
      type: 'TurnEnded',
      lastMessage: 'Done.\nBATON: NEEDS-HUMAN key',
      background: [
        { id: 'a1', kind: 'subagent', description: 'sub job' },
        { id: 'b1', kind: 'shell', description: 'npm run dev (dev server)' },
        { id: 'm1', kind: 'other', description: 'watch logs' },
      ],
      crons: 1,
      continued: true,
    })
  })

  it('reads a turn end that says little', () => {
    expect(signal('Stop', { background_tasks: null, last_assistant_message: null })).toMatchObject({
      lastMessage: '',
      background: [],
      crons: 0,
      continued: false,
    })
  })

  it('reads failures, compactions, notices and ends', () => {
    expect(
      signal('StopFailure', { error: 'rate_limit', error_details: '429 …', last_assistant_message: 'm' }),
    ).toMatchObject({
      type: 'TurnFailed',
      error: 'rate_limit',
      details: '429 …',
    })
    expect(signal('StopFailure', { last_assistant_message: 'm' })).toMatchObject({ error: 'unknown', details: 'm' })
    expect(signal('PreCompact', { trigger: 'auto' })).toMatchObject({ type: 'CompactionAsked', auto: true })
    expect(signal('PreCompact', { trigger: 'manual' })).toMatchObject({ auto: false })
    expect(signal('PostCompact', { trigger: 'auto' })).toMatchObject({ type: 'Compacted' })
    expect(signal('Notification', { notification_type: 'idle_prompt', message: 'waiting' })).toMatchObject({
      type: 'Noticed',
      kind: 'idle_prompt',
      message: 'waiting',
    })
    expect(signal('SessionEnd', { reason: 'clear' })).toMatchObject({ type: 'SessionEnded', reason: 'clear' })
  })

  it.each(['SessionStart', 'UserPromptExpansion', 'ConfigChange', 'BornTomorrow'])('does not use %s', (event) => {
    expect(signal(event)).toBeNull()
  })

  it.each([
    null,
    'text',
    [],
    {},
    { session_id: 's' },
    { hook_event_name: 'Stop' },
    { session_id: 7, hook_event_name: 'Stop' },
  ])('refuses %j and says why', (body) => {
    expect(parseHook(body)).toMatchObject({ ok: false, problem: { code: 'hook-malformed', thing: 'hook' } })
  })
})
