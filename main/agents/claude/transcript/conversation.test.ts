import { appendFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasPrompt, interrupted, readConversation, turnEnding } from './conversation.ts'
import { bytes, compactBoundary, prompt, response, toolUse } from './lines-for-tests.ts'
import type { JsonObject } from './lines.ts'

const MISSING = join(tmpdir(), 'baton-no-such-transcript.jsonl')

function transcript(...lines: JsonObject[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'baton-conversation-')), 's.jsonl')
  appendFileSync(path, bytes(...lines))
  return path
}

const command = (name: string, args: string, line: JsonObject = {}): JsonObject =>
  prompt(
    `<command-message>${name}</command-message>\n<command-name>/${name}</command-name>\n<command-args>${args}</command-args>`,
    line,
  )
const toolResult = prompt([{ type: 'tool_result', tool_use_id: 't', content: 'output' }], { origin: undefined })
const interrupt = (words = '[Request interrupted by user]'): JsonObject =>
  prompt([{ type: 'text', text: words }], { origin: undefined, interruptedMessageId: 'm1' })
const answer = (words: string, line: JsonObject = {}): JsonObject =>
  response({ content: [{ type: 'text', text: words }] }, line)

describe('readConversation', () => {
  it('keeps the last prompts that were given, and nothing that the agent wrote as a user', async () => {
    const path = transcript(
      prompt('one'),
      prompt([{ type: 'image' }, { type: 'text', text: 'two' }]),
      command('session-init', 'my-task'),
      prompt([{ type: 'text', text: 'expanded body' }], { isMeta: true }),
      toolResult,
      compactBoundary(),
      prompt('This session is being continued', { isCompactSummary: true, origin: undefined }),
      command('compact', '', { origin: undefined }),
      prompt('<local-command-stdout>Compacted</local-command-stdout>', { origin: undefined }),
      prompt('<task-notification>done</task-notification>', { origin: { kind: 'task-notification' } }),
      interrupt(),
      prompt('to the subagent', { isSidechain: true, agentId: 'a1' }),
      prompt('before origins were written', { origin: undefined }),
      prompt('four'),
      prompt('five'),
      prompt('six'),
    )
    const { prompts } = await readConversation(path)
    expect(prompts).toEqual(['/session-init my-task', 'before origins were written', 'four', 'five', 'six'])
  })

  it('names the files that the main thread wrote, the latest last', async () => {
    const side = { isSidechain: true, agentId: 'a1' }
    const path = transcript(
      toolUse('Write', { file_path: '/p/a.ts', content: '' }),
      toolUse('Edit', { file_path: '/p/b.ts', old_string: '', new_string: '' }),
      toolUse('NotebookEdit', { notebook_path: '/p/n.ipynb' }),
      toolUse('Read', { file_path: '/p/read.ts' }),
      toolUse('Write', { file_path: '/p/side.ts' }, {}, side),
      toolUse('Edit', { file_path: '/p/a.ts' }),
    )
    expect((await readConversation(path)).filesTouched).toEqual(['/p/b.ts', '/p/n.ipynb', '/p/a.ts'])
  })

  it('keeps the last ten commands and the last answer in words', async () => {
    const commands = Array.from({ length: 12 }, (_, n) => `echo ${n}`)
    const path = transcript(
      answer('early'),
      answer('last words'),
      ...commands.map((line) => toolUse('Bash', { command: line })),
      response({ model: '<synthetic>', content: [{ type: 'text', text: 'API Error' }] }, { isApiErrorMessage: true }),
      answer('of a subagent', { isSidechain: true, agentId: 'a1' }),
    )
    const conversation = await readConversation(path)
    expect(conversation.commands).toEqual(commands.slice(2))
    expect(conversation.lastAnswer).toBe('last words')
  })

  it('is empty without a transcript', async () => {
    expect(await readConversation(MISSING)).toEqual({ prompts: [], filesTouched: [], commands: [], lastAnswer: null })
  })
})

it('knows whether someone prompted', async () => {
  expect(await hasPrompt(MISSING)).toBe(false)
  expect(
    await hasPrompt(transcript({ type: 'mode', mode: 'normal' }, command('clear', '', { origin: undefined }))),
  ).toBe(false)
  expect(await hasPrompt(transcript(command('session-init', 'x')))).toBe(true)
})

describe('interrupted', () => {
  it('is so from the interrupt to the next prompt or answer', async () => {
    const start = [prompt('go'), response({}, { isAbortedMidStream: true })]
    expect(await interrupted(transcript(...start))).toBe(false)
    expect(await interrupted(transcript(...start, interrupt()))).toBe(true)
    expect(await interrupted(transcript(...start, interrupt('[Request interrupted by user for tool use]')))).toBe(true)
    expect(await interrupted(transcript(...start, interrupt(), { type: 'last-prompt', lastPrompt: 'go' }))).toBe(true)
    expect(await interrupted(transcript(...start, interrupt(), prompt('again')))).toBe(false)
    expect(await interrupted(transcript(...start, interrupt(), response()))).toBe(false)
    expect(await interrupted(MISSING)).toBe(false)
  })

  it("is not so for a subagent's interrupt or for words that only quote it", async () => {
    const side = { ...interrupt(), isSidechain: true, agentId: 'a1' }
    expect(await interrupted(transcript(prompt('go'), side))).toBe(false)
    expect(await interrupted(transcript(prompt('what is "[Request interrupted by user]"?')))).toBe(false)
  })

  it('is found behind a large copy of a request', async () => {
    const copy = { type: 'api-request-blob', blob: 'x'.repeat(1_500_000) }
    expect(await interrupted(transcript(prompt('go'), interrupt(), copy))).toBe(true)
  })
})

it('tells how the last turn ends', async () => {
  expect(await turnEnding(MISSING)).toBe('none')
  expect(await turnEnding(transcript(prompt('go'), { type: 'last-prompt', lastPrompt: 'go' }))).toBe('unanswered')
  expect(await turnEnding(transcript(prompt('go'), response(), toolResult))).toBe('answered')
  expect(await turnEnding(transcript(prompt('go'), response(), interrupt()))).toBe('interrupted')
  expect(await turnEnding(transcript(prompt('go'), response(), prompt('on')))).toBe('unanswered')
})
