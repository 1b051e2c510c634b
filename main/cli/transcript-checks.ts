import { access, constants, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { Settings } from '../../contract/settings.ts'
import { ALL_TRANSCRIPTS } from '../agents/all-transcripts.ts'
import type { AgentTranscripts } from '../agents/transcripts.ts'
import { createFinder } from '../discovery/find.ts'
import { readSettings } from '../series/settings-file.ts'
import type { Check } from './doctor-checks.ts'

const READ = new Set(['claude', 'codex', 'gemini'] as const)
type Folders = Settings['usage']['folders']

/** Which transcripts would be read, one line an agent; what cannot be read has a line of its own. Changes nothing. */
export async function transcriptChecks(dataDir: string, env: Record<string, string>): Promise<Check[]> {
  const read = await readSettings(dataDir)
  // Settings that cannot be used are told by `baton status`; the folders that are usual are looked at all the same.
  const usage = read.settings.ok ? read.settings.value.usage : null
  if (usage?.discover === false) {
    const remedy = 'switch it on in the settings (usage.discover) to count all sessions of this machine'
    return [
      { name: 'transcripts', ok: 'ok', said: 'only those of hosted sessions are read, as the settings say', remedy },
    ]
  }
  const checks = await Promise.all(ALL_TRANSCRIPTS.map((one) => checkAgent(one, foldersOf(usage?.folders, one), env)))
  return checks.flat()
}

async function checkAgent(agent: AgentTranscripts, extra: string[], env: Record<string, string>): Promise<Check[]> {
  const name = `${agent.agent} transcripts`
  const roots = agent.roots(env['HOME'] ?? homedir(), env, extra)
  const there = await Promise.all(roots.map(isThere))
  const places = roots.filter((_, index) => there[index])
  const { found, problems } = createFinder().look(places.map((path) => ({ root: { agent, path }, folder: path })))
  const unreadable = await Promise.all(
    found.map(async ({ file }) => ((await isReadable(file.path)) ? [] : [file.path])),
  )
  const closed = [...problems.map(({ path }) => path), ...unreadable.flat()]
  return [
    { name, ok: 'ok', said: whatIsThere(found, places, roots), remedy: '' },
    ...closed.slice(0, 1).map((path): Check => ({
      name,
      ok: 'warning',
      // There may be thousands: the first tells of the others.
      said: `${path}${closed.length > 1 ? ` and ${closed.length - 1} more` : ''} cannot be read`,
      remedy: 'let your user read them, or their sessions are not counted',
    })),
  ]
}

function whatIsThere(found: { file: { changedAt: number } }[], places: string[], roots: string[]): string {
  if (found.length === 0) return `none in ${(places.length === 0 ? roots : places).join(', ')}`
  const newest = new Date(found.reduce((last, { file }) => Math.max(last, file.changedAt), 0)).toISOString()
  const count = found.length === 1 ? '1 file' : `${found.length.toLocaleString('en')} files`
  return `${count} in ${places.join(', ')}; the newest changed ${newest.slice(0, 16).replace('T', ' ')} UTC`
}

function foldersOf(folders: Folders | undefined, { agent }: AgentTranscripts): string[] {
  const known = [...READ].find((name) => name === agent)
  return known === undefined ? [] : (folders?.[known] ?? [])
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  )
}

function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  )
}
