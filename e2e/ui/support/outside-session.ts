import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Character } from '../../../assets/scripted-model/reply.ts'
import { say } from '../../../assets/scripted-model/reply.ts'
import { CLAUDE, type World } from '../../support/world.ts'

const DAY_MS = 86_400_000
/** What a person asks for outside of any series, and what the model answers then. */
const QUESTION = 'Outside of any series: say a word'

/** Works as `work` does, and answers what is asked outside of any series. */
export function answering(work: Character): Character {
  return (conversation) => (conversation.firstPrompt.includes(QUESTION) ? say('A word.') : work(conversation))
}

/** One question to the real CLI without Baton; returns the session's id. Its transcript is written when this resolves. */
export async function askOutside(world: World, folder: string): Promise<string> {
  const sessionId = randomUUID()
  await promisify(execFile)(CLAUDE, ['-p', '--session-id', sessionId, QUESTION], { cwd: folder, env: world.env })
  return sessionId
}

/**
 * The same transcript as other sessions wrote it so many days ago: real lines, with other times and ids. The file system's
 * times stay those of today, as after a restored backup.
 */
export function writeEarlier(world: World, sessionId: string, days: readonly number[]): void {
  const file = transcriptOf(world, sessionId)
  const text = readFileSync(file, 'utf8')
  for (const back of days) {
    const copy = text
      .replaceAll(sessionId, randomUUID())
      .replaceAll(/"(msg|req)_([^"]+)"/g, `"$1_$2_${back}"`)
      .replaceAll(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (_, at: string) => `"${earlier(at, back)}"`)
    const id = /"sessionId":"([^"]+)"/.exec(copy)?.[1]
    if (id === undefined) throw new Error(`${file} names no session`)
    writeFileSync(path.join(path.dirname(file), `${id}.jsonl`), copy)
  }
}

function earlier(at: string, days: number): string {
  return new Date(Date.parse(at) - days * DAY_MS).toISOString()
}

function transcriptOf({ home }: World, sessionId: string): string {
  const root = path.join(home, '.claude/projects')
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith(`${sessionId}.jsonl`),
  )
  if (found === undefined) throw new Error(`no transcript of ${sessionId}`)
  return path.join(root, found)
}
