import { expect, test } from 'vitest'
import { readConversation, type Conversation } from './conversation.ts'
import { devDocs, knownBoxes, readBoxes, unreadDocs } from './dev-docs-seen.ts'
import type { Message } from './wire.ts'

const TASKS = '/p/dev/active/trip/trip-tasks.md'
const environment: Message = { role: 'system', content: ' - Primary working directory: /p\n - Platform: linux' }

function conversation(...messages: Message[]): Conversation {
  return readConversation({ thread: 'main', sessionId: 's', messages: [...messages, environment] })
}

let id = 0
function called(name: string, input: Record<string, unknown>, content: string, failed = false): Message[] {
  id += 1
  const call = { type: 'tool_use' as const, id: `t${id}`, name, input }
  return [
    { role: 'assistant', content: [call] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: `t${id}`, content, is_error: failed }] },
  ]
}

const read = called('Read', { file_path: TASKS }, '1\t- [x] a\n2\t- [ ] b\n3\t')
const tick = { file_path: TASKS, old_string: '- [ ] b\n', new_string: '- [x] b\n', replace_all: false }

test.each([
  ['Read dev/active/trip/trip-plan.md first.'],
  ['Its state is in `dev/active/trip`.'],
  ['<command-name>/session-init</command-name>\n<command-args>trip</command-args>'],
  ['Go on with the task trip.'],
])('the task is found in: %s', (content) => {
  const docs = devDocs(conversation({ role: 'user', content }))
  expect(docs).toMatchObject({ task: 'trip', tasks: TASKS })
})

test('no task, no dev-docs', () => {
  expect(devDocs(conversation({ role: 'user', content: 'Hello there.' }))).toBeNull()
})

test('boxes are known from the last reading and the edits since', () => {
  const start: Message = { role: 'user', content: 'Go on with the task trip.' }
  const docs = devDocs(conversation(start))
  if (!docs) throw new Error('no task found')
  const boxes = (...messages: Message[]) =>
    knownBoxes(conversation(start, ...messages), docs)?.map(({ done }) => done) ?? null
  expect(boxes()).toBeNull()
  expect(boxes(...read)).toEqual([true, false])
  expect(boxes(...read, ...called('Edit', tick, 'updated'))).toEqual([true, true])
  expect(boxes(...read, ...called('Edit', tick, 'modified since read', true))).toBeNull()
  expect(boxes(...read, ...called('Edit', tick, 'no', true), ...read)).toEqual([true, false])
  expect(unreadDocs(conversation(start, ...read), docs)).toEqual([docs.plan, docs.context])
})

test('boxes in code are none; nested ones count; the title keeps its words', () => {
  const text = '- [ ] one\n  * [X] two `x`\n```\n- [ ] not this\n```\n1. [ ] three\n[ ] nor this'
  expect(readBoxes(text).map(({ number, title, done }) => [number, title, done])).toEqual([
    [1, 'one', false],
    [2, 'two `x`', true],
    [3, 'three', false],
  ])
})
