import { dirname, sep } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ScanState } from '../../contract/observed.ts'
import type { AgentTranscripts } from '../agents/transcripts.ts'
import type { TranscriptFile } from '../store/scan-types.ts'
import { createFinder, type Found, type FoundProblem, type Place, type Root } from './find.ts'
import { BUFFER_BYTES, startHelpers } from './help.ts'
import { createKeeper } from './keep.ts'
import { readOne, type Outcome } from './read-one.ts'
import { readTally } from './scan-tally.ts'
import type { ScanLedger, ScanSettings } from './types.ts'

/** So long files are read before messages are looked at, ms. */
const TURN_MS = 25
/** Progress is told this seldom at most, ms. */
const TOLD_MS = 200

export interface ScanParts {
  ledger: ScanLedger
  agents: readonly AgentTranscripts[]
  home: string
  env: Record<string, string>
  settings: ScanSettings
  told(state: ScanState): void
  /** Of these sessions something new is in the store. */
  sessions(ids: string[]): void
}

export interface Scan {
  /** Reads all that is new; resolves when it is in the store. Rejects when the store cannot take it. */
  look(): Promise<void>
  /** The same of some folders alone. */
  lookIn(folders: readonly string[]): Promise<void>
  use(settings: ScanSettings): void
  state(): ScanState
  /** Folders whose transcripts changed since a time (ms since the epoch), the latest first, and those that new ones come to. */
  folders(since: number): string[]
  /** Ends what is under way soon. */
  close(): void
}

/** Every transcript of this machine, read once and then as it grows. */
export async function openScan(parts: ScanParts): Promise<Scan> {
  const finder = createFinder()
  const known = new Map((await parts.ledger.transcriptFiles()).map((file) => [file.path, { ...file, reported: [] }]))
  const tally = readTally()
  for (const file of known.values()) tally.read(file)
  /** As files stood when they were last looked into. */
  const stood = new Map<string, Found>()
  const unreadable = new Map<string, FoundProblem>()
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  const startedAt = new Date().toISOString()
  const progress = { files: { done: 0, total: 0 }, bytes: { done: 0, total: 0 } }
  let { settings } = parts
  let phase: ScanState['phase'] = 'first'
  let roots = rootsOf(parts)
  let found: Found[] = []
  let folderProblems: FoundProblem[] = []
  let last: { at: number; ms: number } | null = null
  let toldAt = 0
  let turn: Promise<void> = Promise.resolve()
  let closed = false

  const keeper = createKeeper(parts.ledger, (files) => {
    for (const file of files) {
      known.set(file.path, { ...file, reported: [] })
      tally.read(file)
    }
    const ids = new Set(files.flatMap(({ sessionId }) => sessionId ?? []))
    if (ids.size > 0) parts.sessions([...ids])
  })

  function isUnread({ file, metaChangedAt }: Found): boolean {
    const before = stood.get(file.path)
    if (before !== undefined) {
      const { size, changedAt, ino } = before.file
      if (size !== file.size || changedAt !== file.changedAt || ino !== file.ino) return true
      return unreadable.has(file.path) && before.metaChangedAt !== metaChangedAt
    }
    const kept = known.get(file.path)
    // Two ways to a time in fractions of a ms.
    return kept === undefined || kept.size !== file.size || Math.abs(kept.changedAt - file.changedAt) > 0.01
  }

  function bytesLeft({ file }: Found): number {
    const offset = known.get(file.path)?.offset ?? 0
    return offset > file.size ? file.size : file.size - offset
  }

  async function take(one: Found, { reading, trouble }: Outcome): Promise<void> {
    const { path } = one.file
    if (trouble === '') stood.delete(path)
    else stood.set(path, one)
    if (trouble === null || trouble === '') unreadable.delete(path)
    else unreadable.set(path, { path, why: trouble })
    const left = bytesLeft(one)
    if (reading !== null) await keeper.take(reading)
    progress.files.done += 1
    progress.bytes.done += left
    tell(false)
  }

  /** Largest first, so that no thread is left with a large one at the end. */
  async function readAll(unread: Found[]): Promise<void> {
    const knownOf = ({ file }: Found): TranscriptFile | null => known.get(file.path) ?? null
    const work = unread.map((one) => ({ agent: one.root.agent.agent, file: one.file, known: knownOf(one) }))
    const bytes = unread.reduce((sum, one) => sum + bytesLeft(one), 0)
    const helpers = startHelpers(work, bytes, settings.prices, async ({ n, outcome }) => {
      const one = unread[n]
      if (one !== undefined) await take(one, outcome)
    })
    try {
      let since = performance.now()
      for (let n = helpers.next(); n < unread.length; n = helpers.next()) {
        if (closed) break
        const one = unread[n]
        if (one !== undefined) await take(one, readOne(one.root.agent, one.file, knownOf(one), buffer))
        if (performance.now() - since < TURN_MS) continue
        await setImmediate()
        since = performance.now()
      }
      if (!closed) await helpers.done()
    } finally {
      await helpers.close()
    }
  }

  async function lookAt(places: readonly Place[], whole: boolean): Promise<void> {
    if (closed) return
    const began = performance.now()
    const finding = finder.look(places)
    const unread = finding.found.filter(isUnread).toSorted((a, b) => bytesLeft(b) - bytesLeft(a))
    if (whole) {
      found = finding.found
      folderProblems = finding.problems
      tally.found(roots, found)
      const bytes = found.reduce((sum, { file }) => sum + file.size, 0)
      const left = unread.reduce((sum, one) => sum + bytesLeft(one), 0)
      Object.assign(progress.files, { done: found.length - unread.length, total: found.length })
      Object.assign(progress.bytes, { done: bytes - left, total: bytes })
      if (phase === 'first') tell(true)
    }
    try {
      await readAll(unread)
      await keeper.done()
    } catch (error) {
      // What was not kept is read again.
      for (const one of unread) stood.delete(one.file.path)
      throw error
    }
    if (closed || !whole) return
    phase = 'following'
    last = { at: Date.now(), ms: Math.round(performance.now() - began) }
    tell(true)
  }

  function tell(now: boolean): void {
    if (!now && performance.now() - toldAt < TOLD_MS) return
    toldAt = performance.now()
    parts.told(state())
  }

  function state(): ScanState {
    const problems = [...folderProblems, ...unreadable.values()]
    const times = { startedAt, lastAt: last?.at ?? null, lastMs: last?.ms ?? null }
    return tally.state({ phase, ...structuredClone(progress), ...times, problems })
  }

  /** One at a time, in the order in which they were asked for. */
  function inTurn(places: () => Place[], whole: boolean): Promise<void> {
    const next = turn.then(() => lookAt(places(), whole))
    turn = next.catch(() => {})
    return next
  }

  const wholeRoots = (): Place[] => roots.map((root) => ({ root, folder: root.path }))
  return {
    look: () => inTurn(wholeRoots, true),
    lookIn(folders) {
      const below = (): Place[] =>
        folders.flatMap((folder) => {
          const root = roots.find(({ path }) => folder === path || folder.startsWith(`${path}${sep}`))
          return root === undefined ? [] : [{ root, folder }]
        })
      return inTurn(below, false)
    },
    use(wanted) {
      settings = wanted
      roots = rootsOf({ ...parts, settings })
    },
    state,
    folders(since) {
      const latest = found.filter(({ file }) => file.changedAt >= since)
      latest.sort((a, b) => b.file.changedAt - a.file.changedAt)
      return [...new Set([...roots.map(({ path }) => path), ...latest.map(({ file }) => dirname(file.path))])]
    },
    close: () => void (closed = true),
  }
}

function rootsOf({ agents, home, env, settings }: Pick<ScanParts, 'agents' | 'home' | 'env' | 'settings'>): Root[] {
  return agents.flatMap((agent) =>
    agent.roots(home, env, settings.folders[agent.agent] ?? []).map((path) => ({ agent, path })),
  )
}
