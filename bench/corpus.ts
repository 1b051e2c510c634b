import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MOST_TURNS, writeSession, type SessionText } from './corpus-session.ts'
import { randomSource } from './random.ts'

export interface Corpus {
  /** A configuration folder: transcripts lie below its `projects`. */
  configDir: string
  files: number
  bytes: number
}

const MEGABYTE = 1024 * 1024
const PROJECTS = 8
/** One session in so many is also there as a fork: all its lines again, under another session id. */
const FORK_EVERY = 15

/**
 * Transcripts in the shape and proportions of Claude Code 2.1.330, the same for the same size and seed. Written once
 * into the temporary folder and kept there. Fewer turns a session make more files.
 */
export async function corpus(megabytes = 200, seed = 1, mostTurns = MOST_TURNS): Promise<Corpus> {
  const version = createHash('sha256').update(await readFile(new URL('corpus-session.ts', import.meta.url)))
  const name = `baton-corpus-${megabytes}mb-${seed}-${mostTurns}-${version.digest('hex').slice(0, 8)}`
  const configDir = join(tmpdir(), name)
  const manifest = join(configDir, 'corpus.json')
  const made = await readFile(manifest, 'utf8').catch(() => null)
  if (made !== null) return { configDir, ...parseManifest(made) }

  const draft = `${configDir}.${process.pid}`
  await rm(draft, { recursive: true, force: true })
  const counted = await write(join(draft, 'projects'), megabytes * MEGABYTE, seed, mostTurns)
  await writeFile(join(draft, 'corpus.json'), JSON.stringify(counted))
  await rm(configDir, { recursive: true, force: true })
  await rename(draft, configDir)
  return { configDir, ...counted }
}

async function write(
  root: string,
  targetBytes: number,
  seed: number,
  mostTurns: number,
): Promise<{ files: number; bytes: number }> {
  const random = randomSource(seed)
  let bytes = 0
  let files = 0
  for (let n = 0; bytes < targetBytes; n++) {
    const folder = join(root, `-home-dev-project-${n % PROJECTS}`)
    const session = writeSession(random, n, mostTurns)
    const copies = n % FORK_EVERY === FORK_EVERY - 1 ? [session, fork(session, random.uuid())] : [session]
    for (const copy of copies) {
      for (const [path, text] of filesOf(copy)) {
        const file = join(folder, path)
        await mkdir(join(file, '..'), { recursive: true })
        await writeFile(file, text)
        bytes += Buffer.byteLength(text)
        files += 1
      }
    }
  }
  return { files, bytes }
}

function filesOf(session: SessionText): [string, string][] {
  const subagents = [...session.subagents].map(([agentId, text]): [string, string] => [
    join(session.sessionId, 'subagents', `agent-${agentId}.jsonl`),
    text,
  ])
  return [[`${session.sessionId}.jsonl`, session.main], ...subagents]
}

function fork(session: SessionText, sessionId: string): SessionText {
  const main = session.main.replaceAll(`"sessionId":"${session.sessionId}"`, `"sessionId":"${sessionId}"`)
  return { sessionId, main, subagents: new Map() }
}

function parseManifest(text: string): { files: number; bytes: number } {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || !('files' in value) || !('bytes' in value)) {
    throw new Error('corpus.json has another shape; remove the folder')
  }
  return { files: Number(value.files), bytes: Number(value.bytes) }
}
