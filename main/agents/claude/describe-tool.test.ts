import { describe, expect, it } from 'vitest'
import type { AgentSignal } from '../../../contract/facts.ts'
import { activityOf } from './describe-tool.ts'
import { toolUse } from './tools.ts'

const from = { sessionId: 's', agentId: null, transcriptPath: null }

function starting(name: string, input: unknown): AgentSignal {
  return { ...from, type: 'ToolStarting', tool: toolUse(name, input, '/p') }
}

describe('activityOf', () => {
  it.each([
    ['Bash', { command: 'npm  test\n -- x' }, 'runs npm test -- x'],
    ['Edit', { file_path: '/p/src/x.ts' }, 'edits src/x.ts'],
    ['Write', { file_path: '/p/src/x.ts' }, 'writes src/x.ts'],
    ['Read', { file_path: '/p/dev/active/t/t-plan.md' }, 'reads t/t-plan.md'],
    ['Grep', { pattern: 'x', path: '/p/src' }, 'searches p/src'],
    ['Grep', { pattern: 'x' }, 'searches the project'],
    ['Agent', {}, 'starts a subagent'],
    ['mcp__db__query', {}, 'uses mcp__db__query'],
  ])('says what %s does', (name, input, said) => {
    expect(activityOf(starting(name, input))).toBe(said)
  })

  it('is one clean, short line', () => {
    const line = activityOf(starting('Bash', { command: `printf '\u001b[2J\u202e' ${'x'.repeat(500)}` }))
    expect(line).toHaveLength(80)
    expect(line).toMatch(/^runs printf '\[2J' x+…$/)
  })

  it('says who does it', () => {
    expect(activityOf({ ...starting('Bash', { command: 'ls' }), agentId: 'a1' })).toBe('subagent runs ls')
  })

  it('says what it waits for and how a turn ended', () => {
    const tool = toolUse('Bash', { command: 'rm x' }, '/p')
    expect(activityOf({ ...from, type: 'PermissionRequested', tool, question: false })).toBe('asks leave: runs rm x')
    expect(activityOf({ ...from, type: 'PermissionRequested', tool, question: true })).toBe('asks a question')
    expect(activityOf({ ...from, type: 'TurnFailed', error: 'rate_limit', details: '' })).toBe('failed: rate limit')
    expect(activityOf({ ...from, type: 'PromptSubmitted', prompt: 'p' })).toBe('thinks')
  })

  it('is silent where nothing changes', () => {
    const tool = toolUse('Bash', { command: 'ls' }, '/p')
    expect(activityOf({ ...from, type: 'ToolEnded', tool, failed: false })).toBeNull()
    expect(activityOf({ ...from, type: 'Noticed', kind: 'idle_prompt', message: 'm' })).toBeNull()
  })
})
