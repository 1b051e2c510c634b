import { expect, test } from 'vitest'
import { readEntries, withoutLineNumbers } from './entries.ts'
import type { Message } from './wire.ts'

test('hook context reaches the model in a reminder, in a system message and as feedback', () => {
  const messages: Message[] = [
    { role: 'user', content: '<system-reminder>\nStop hook additional context: Go on with box 2.\n</system-reminder>' },
    {
      role: 'system',
      content: [{ type: 'text', text: 'PostToolUse:Read hook additional context: Keep\nyour docs current.' }],
    },
    { role: 'user', content: 'Stop hook feedback:\nNot yet.' },
  ]
  expect(readEntries(messages)).toEqual([
    { kind: 'hook', event: 'Stop', text: 'Go on with box 2.' },
    { kind: 'hook', event: 'PostToolUse', text: 'Keep\nyour docs current.' },
    { kind: 'hook', event: 'Stop', text: 'Not yet.' },
  ])
})

test('hook context behind other system text in one message is found', () => {
  const text = '# Environment\nSomething.\n\nPostToolUse:Bash hook additional context: Checkpoint now.'
  expect(readEntries([{ role: 'system', content: text }])).toEqual([
    { kind: 'hook', event: 'PostToolUse', text: 'Checkpoint now.' },
  ])
})

test('results join their calls; errors and cut-off calls have failed', () => {
  const call = (id: string) => ({ type: 'tool_use' as const, id, name: 'Bash', input: { command: 'true' } })
  const entries = readEntries([
    { role: 'assistant', content: [{ type: 'text', text: 'Three.' }, call('a'), call('b'), call('c'), call('d')] },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'a', content: 'fine' },
        { type: 'tool_result', tool_use_id: 'b', content: [{ type: 'text', text: 'no' }], is_error: true },
        { type: 'tool_result', tool_use_id: 'c', content: 'Tool call interrupted: the outcome is unknown.' },
      ],
    },
  ])
  expect(entries.map((entry) => (entry.kind === 'call' ? entry.result : entry.kind))).toEqual([
    'said',
    { text: 'fine', failed: false },
    { text: 'no', failed: true },
    { text: 'Tool call interrupted: the outcome is unknown.', failed: true },
    null,
    'reply-end',
  ])
})

test('a file that an @ line attached is an entry of its own, other reminders are none', () => {
  const reminder = (text: string): Message => ({
    role: 'user',
    content: `<system-reminder>\n${text}\n</system-reminder>`,
  })
  const entries = readEntries([
    reminder('Called the Read tool with the following input: {"file_path":"/p/a.md"}'),
    reminder('Result of calling the Read tool:\n1\t# A\n2\t- [ ] b\n3\t'),
    reminder('End git commit messages with a line.'),
    { role: 'user', content: 'Go.' },
  ])
  expect(entries).toEqual([
    { kind: 'file', path: '/p/a.md', text: '# A\n- [ ] b\n' },
    { kind: 'prompt', text: 'Go.' },
  ])
})

test("the CLI's own notes are no prompts, its task news are notifications", () => {
  const entries = readEntries([
    { role: 'user', content: '<local-command-stdout>Compacted</local-command-stdout>' },
    { role: 'user', content: '<command-name>/compact</command-name>' },
    { role: 'user', content: '[Request interrupted by user]' },
    { role: 'system', content: '[SYSTEM NOTIFICATION]\n<task-notification>\n<task-id>1</task-id>' },
  ])
  expect(entries.map(({ kind }) => kind)).toEqual(['notification'])
})

test('line numbers go, tabs and empty lines of the file stay', () => {
  expect(withoutLineNumbers('     1→a\tb\n     2→\n3\tc')).toBe('a\tb\n\nc')
})
