import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { untilAnswerWritten } from './last-answer.ts'

function transcript(): string {
  return join(mkdtempSync(join(tmpdir(), 'baton-last-answer-')), 'session.jsonl')
}

function line(text: string, extra: object = {}): string {
  const message = { content: [{ type: 'text', text }] }
  return `${JSON.stringify({ type: 'assistant', message, ...extra })}\n`
}

describe('untilAnswerWritten', () => {
  it('waits for the line that the hook was about', async () => {
    const path = transcript()
    writeFileSync(path, line('before'))
    const waiting = untilAnswerWritten(path, 'the end\n', 10_000)
    appendFileSync(path, line('the end'))
    expect(await waiting).not.toBeNull()
  })

  it('finds the answer behind large copies of requests', async () => {
    const path = transcript()
    writeFileSync(path, line('the end') + `${JSON.stringify({ type: 'api-request', copy: 'x'.repeat(40_000) })}\n`)
    expect(await untilAnswerWritten(path, 'the end', 0)).not.toBeNull()
  })

  it('does not take a subagent for the main thread', async () => {
    const path = transcript()
    writeFileSync(path, line('main') + line('done', { isSidechain: true }))
    expect(await untilAnswerWritten(path, 'done', 30)).toBeNull()
  })

  it('gives up in time where there is no transcript, and does not wait for no words', async () => {
    expect(await untilAnswerWritten(transcript(), 'x', 30)).toBeNull()
    expect(await untilAnswerWritten(transcript(), ' ', 30)).toBe(0)
  })
})
