import { readdirSync, statSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import type { AgentTranscripts, FoundFile } from '../agents/transcripts.ts'

/** No agent nests its folders deeper. */
const MOST_DEPTH = 12
/** A folder that changed so lately may change again within the same tick of its clock, ms. */
const TICK_MS = 2_000

export interface Root {
  agent: AgentTranscripts
  path: string
}

/** A transcript as it stands. `metaChangedAt` also moves with its permissions, ms since the epoch. */
export interface Found {
  root: Root
  file: FoundFile
  metaChangedAt: number
}

export interface FoundProblem {
  path: string
  why: string
}

export interface Finding {
  found: Found[]
  /** Folders and links that cannot be looked into. */
  problems: FoundProblem[]
}

interface Listing {
  changedAt: number
  listedAt: number
  folders: string[]
  files: string[]
}

export interface Finder {
  /** All transcripts below these folders of roots; of one that is found in two ways, the first. */
  look(places: readonly Place[]): Finding
}

/** A folder of a root, or the root itself. */
export interface Place {
  root: Root
  folder: string
}

/** Finds transcripts by stat alone: a folder is listed again only when it changed. Blocking. Goes round no loop of links. */
export function createFinder(now: () => number = Date.now): Finder {
  const listings = new Map<string, Listing>()

  function list(folder: string, stats: Stats): Listing {
    const known = listings.get(folder)
    if (known !== undefined && known.changedAt === stats.mtimeMs && known.listedAt > known.changedAt + TICK_MS) {
      return known
    }
    const listing: Listing = { changedAt: stats.mtimeMs, listedAt: now(), folders: [], files: [] }
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      const kind = entry.isSymbolicLink() ? followed(path) : entry
      if (kind?.isDirectory() === true) listing.folders.push(path)
      else if (kind?.isFile() === true) listing.files.push(path)
    }
    listings.set(folder, listing)
    return listing
  }

  return {
    look(places) {
      const finding: Finding = { found: [], problems: [] }
      const been = new Map<number, Set<number>>()
      /** False: it was there before, by another way. */
      const isNew = ({ dev, ino }: Stats): boolean => {
        const onDevice = been.get(dev) ?? new Set()
        if (onDevice.has(ino)) return false
        been.set(dev, onDevice.add(ino))
        return true
      }
      const tried = (path: string, act: () => void): void => {
        try {
          act()
        } catch (error) {
          finding.problems.push({ path, why: error instanceof Error ? error.message : String(error) })
        }
      }
      const visit = (root: Root, folder: string, depth: number): void =>
        tried(folder, () => {
          const stats = statSync(folder, { throwIfNoEntry: false })
          if (stats?.isDirectory() !== true || !isNew(stats)) return
          const { folders, files } = list(folder, stats)
          for (const path of files) {
            if (root.agent.isTranscript(path.slice(root.path.length + 1))) add(root, path)
          }
          if (depth < MOST_DEPTH) for (const path of folders) visit(root, path, depth + 1)
        })
      const add = (root: Root, path: string): void =>
        tried(path, () => {
          const stats = statSync(path, { throwIfNoEntry: false })
          if (stats !== undefined && isNew(stats)) finding.found.push(foundOf(root, path, stats))
        })

      for (const { root, folder } of places) visit(root, folder, 0)
      return finding
    },
  }
}

/** Null: a link that leads nowhere, or round. */
function followed(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null
  } catch {
    // Nothing that could be read lies behind it.
    return null
  }
}

function foundOf(root: Root, path: string, stats: Stats): Found {
  const file = {
    path,
    root: root.path,
    size: stats.size,
    changedAt: stats.mtimeMs,
    // Where a file system keeps no such time, Node gives one that moves with each change.
    bornAt: Math.min(stats.birthtimeMs || stats.mtimeMs, stats.mtimeMs),
    dev: String(stats.dev),
    ino: String(stats.ino),
  }
  return { root, file, metaChangedAt: stats.ctimeMs }
}
