import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { contentSeen } from './content-seen.ts'
import { bytes, prompt, response } from './lines-for-tests.ts'
import type { JsonObject } from './lines.ts'

const PLAN = { path: '/p/dev/x-plan.md', text: '# Plan\n\nDo the "thing"\twell\n' }
const CONTEXT = { path: '/p/dev/x-context.md', text: '# Context\n\n## Next steps\n- go on é🙂\n' }
const FILES = [PLAN, CONTEXT]

async function seen(lines: JsonObject[], files = FILES): Promise<string[]> {
  const path = join(mkdtempSync(join(tmpdir(), 'baton-seen-')), 's.jsonl')
  appendFileSync(path, bytes(...lines))
  return [...(await contentSeen(path, files))]
}

function attached(filePath: string, content: string): JsonObject {
  const file = { filePath, content, numLines: content.split('\n').length, startLine: 1 }
  return {
    parentUuid: null,
    isSidechain: false,
    attachment: { type: 'file', filename: filePath, content: { type: 'text', file }, displayPath: filePath },
    type: 'attachment',
    sessionId: 's',
  }
}

it('finds the output of a command in the expanded body of a slash command', async () => {
  const body = `Go on with x.\n@dev/x-plan.md\nContext: ${CONTEXT.text.trim()}\n`
  expect(await seen([prompt([{ type: 'text', text: body }], { isMeta: true })])).toEqual([CONTEXT.path])
})

it('finds a pasted file, with other line ends too', async () => {
  expect(await seen([prompt(`see\n${PLAN.text.replaceAll('\n', '\r\n')}`)])).toEqual([PLAN.path])
})

it('finds attached files by the path: whole, their start, or as they stood before the agent changed them', async () => {
  expect(await seen([attached(PLAN.path, PLAN.text), attached(CONTEXT.path, '# Context\n\n## Next')])).toEqual([
    PLAN.path,
    CONTEXT.path,
  ])
  expect(await seen([attached(PLAN.path, 'what stood there before')])).toEqual([PLAN.path])
  expect(await seen([attached('/p/dev/y-plan.md', '# Plan')])).toEqual([])
})

it('knows an attached file by its real path', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'baton-seen-')))
  mkdirSync(join(root, 'real'))
  symlinkSync(join(root, 'real'), join(root, 'link'))
  writeFileSync(join(root, 'real', 'a.md'), 'alpha\nbeta\n')
  const file = { path: join(root, 'link', 'a.md'), text: 'alpha\nbeta\n' }
  expect(await seen([attached(join(root, 'real', 'a.md'), 'alpha')], [file])).toEqual([file.path])
})

it('finds content in other attachments, such as what a hook added', async () => {
  const added = { ...attached('/p/other', ''), attachment: { type: 'hook_additional_context', content: [PLAN.text] } }
  expect(await seen([added])).toEqual([PLAN.path])
})

it('does not count what a tool, a subagent, a summary or the model itself said', async () => {
  expect(
    await seen([
      prompt([{ type: 'tool_result', content: PLAN.text }]),
      prompt(PLAN.text, { isSidechain: true, agentId: 'a1' }),
      prompt(PLAN.text, { isCompactSummary: true }),
      response({ content: [{ type: 'text', text: PLAN.text }] }),
      prompt('read @dev/x-plan.md'),
    ]),
  ).toEqual([])
})

it('takes an empty file for seen only when it was attached', async () => {
  const empty = { path: '/p/empty.md', text: '\n' }
  expect(await seen([prompt('hello')], [empty])).toEqual([])
  expect(await seen([attached(empty.path, '')], [empty])).toEqual([empty.path])
})
