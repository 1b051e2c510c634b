import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeOutput, outputFile, quoted } from './box-work.ts'
import { handoverText } from './handover.ts'
import { readConversation } from './conversation.ts'
import { scriptedUsage } from './reply.ts'
import { worker } from './worker.ts'
import type { SeenBox } from './dev-docs-seen.ts'

const box = (title: string, number = 1, done = false): SeenBox => ({ number, title, done, line: `- [ ] ${title}` })
const docs = { task: 't', plan: '/p/t-plan.md', context: '/p/t-context.md', tasks: '/p/t-tasks.md' }

test.each([
  ['Write out/01.txt', 'out/01.txt'],
  ['Describe the swift in guide/swift.md', 'guide/swift.md'],
  ['Note `a.txt`, then rest', 'a.txt'],
  ["Say what's next", 'out/say-what-s-next.txt'],
])('the output of "%s" is %s', (title, file) => {
  expect(outputFile(box(title))).toBe(file)
})

test('the command makes one line, however often it runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-worker-'))
  const { input } = makeOutput(box("Write what's new in out/it.txt"))
  for (let run = 0; run < 3; run += 1) execFileSync('sh', ['-c', String(input['command'])], { cwd: folder })
  expect(readFileSync(join(folder, 'out/it.txt'), 'utf8')).toBe("done: Write what's new in out/it.txt\n")
})

test('what the shell would read is quoted', () => {
  const odd = `a 'b' "$c" \`d\``
  expect(execFileSync('sh', ['-c', `printf %s ${quoted(odd)}`]).toString()).toBe(odd)
})

test('a handover names the next open box and what is done', () => {
  const text = handoverText({ docs, boxes: [box('one', 1, true), box('two', 2)], mark: 'm' })
  expect(text).toContain('- [x] one')
  expect(text).toMatch(/## Next steps\n\n1\. Do box 2, "two"/)
  expect(handoverText({ docs, boxes: [], mark: 'm' })).toMatch(
    /1\. Check that no box is open in dev\/active\/t\/t-tasks\.md/,
  )
})

test('usage depends on the length of the conversation alone, unless a reply sets it', () => {
  const script = { base: 10_000, growth: 2_000 }
  const context = (replies: number): number => {
    const { input, cacheRead, cacheCreation } = scriptedUsage(script, replies, { text: 'x' })
    return input + cacheRead + cacheCreation
  }
  expect([0, 1, 5].map(context)).toEqual([10_000, 12_000, 20_000])
  expect(scriptedUsage(script, 5, { usage: { cacheRead: 7 } }).cacheRead).toBe(7)
})

test('without a task the worker does nothing', () => {
  const conversation = readConversation({
    thread: 'main',
    sessionId: 's',
    messages: [{ role: 'user', content: 'Hello.' }],
  })
  expect(worker()(conversation)).toEqual({ text: 'No task is named here, so there is nothing to do.' })
})
