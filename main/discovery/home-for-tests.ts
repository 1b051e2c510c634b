import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bytes, response } from '../agents/claude/transcript/lines-for-tests.ts'

/** A home folder with transcripts of Claude Code. */
export function testHome() {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'baton-home-')))
  const path = (name: string): string => join(home, '.claude', 'projects', name)
  return {
    home,
    path,
    write(name: string, content: Buffer): void {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), content)
    },
    append: (name: string, content: Buffer): void => appendFileSync(path(name), content),
  }
}

export function sessionId(n: number): string {
  return `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`
}

/** Responses of one session, by their message ids; each has 57 tokens of output. */
export function responses(session: number, ...ids: string[]): Buffer {
  return bytes(...ids.map((id) => response({ id }, { sessionId: sessionId(session) })))
}
