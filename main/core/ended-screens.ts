import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { findSecrets, maskSecrets } from '../checkpoints/secrets.ts'
import type { LastScreen } from '../sessions/hosted-session.ts'

/** Screens that are kept, the newest: at most so many, and so many bytes. A full one with 1 000 lines above it has up to 2 MB. */
export const MOST_SCREENS = 500
export const MOST_BYTES = 200_000_000

/** Terminals show secrets: nobody else reads what they showed. */
const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

const Screen = z.object({
  text: z.string(),
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  title: z.string(),
  why: z.string(),
  at: z.number(),
})

/** What the terminals of ended launches showed last, one file each. */
export interface EndedScreens {
  /** It can be read from now on: who asks waits for it. */
  keep(launchId: string, screen: Promise<LastScreen>): void
  /** Null: none is kept, or what is there cannot be read. */
  read(launchId: string): Promise<LastScreen | null>
  /** When all that was to be kept is on disk. */
  close(): Promise<void>
}

/** @param fault Told of a screen that could not be kept: nothing but its replay is lost. */
export function endedScreens(
  dir: string,
  fault: (error: unknown, context: object) => void,
  most: { screens: number; bytes: number } = { screens: MOST_SCREENS, bytes: MOST_BYTES },
): EndedScreens {
  const coming = new Map<string, Promise<LastScreen | null>>()
  let saving: Promise<void> = Promise.resolve()
  const fileOf = (launchId: string): string => path.join(dir, `${encodeURIComponent(launchId)}.json`)

  async function save(launchId: string, screen: LastScreen): Promise<void> {
    const text = await withoutSecrets(screen.text)
    if (text === null) return
    await mkdir(dir, { recursive: true, mode: FOLDER_MODE })
    await writeFileAtomic(fileOf(launchId), JSON.stringify({ ...screen, text }), { mode: FILE_MODE })
    await thinOut(dir, most)
  }

  async function saveAfter(before: Promise<void>, launchId: string, shown: Promise<LastScreen | null>): Promise<void> {
    await before
    try {
      const screen = await shown
      if (screen !== null) await save(launchId, screen)
    } catch (error) {
      fault(error, { launchId })
    } finally {
      if (coming.get(launchId) === shown) coming.delete(launchId)
    }
  }

  return {
    keep(launchId, screen) {
      const shown = screen.then((one) => (one.text === '' ? null : one))
      coming.set(launchId, shown)
      saving = saveAfter(saving, launchId, shown)
    },
    async read(launchId) {
      const now = await coming.get(launchId)
      if (now !== undefined) return now
      try {
        const kept = Screen.safeParse(JSON.parse(await readFile(fileOf(launchId), 'utf8')))
        return kept.success ? kept.data : null
      } catch (error) {
        if (error instanceof SyntaxError || hasCode(error)) return null
        throw error
      }
    },
    close: () => saving,
  }
}

/**
 * The screen with its secrets masked. Null: it shows one that colours or the end of a line cut in two, which cannot be
 * masked: such a screen is not kept.
 */
async function withoutSecrets(text: string): Promise<string | null> {
  const masked = (await maskSecrets(text)).text
  const plain = stripVTControlCharacters(masked)
  const joined = plain.replace(/\s*\n\s*/g, '')
  const left = await Promise.all([findSecrets(plain), findSecrets(joined)])
  return left.flat().length === 0 ? masked : null
}

/** Removes the oldest beyond the bounds. */
async function thinOut(dir: string, most: { screens: number; bytes: number }): Promise<void> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json'))
  const found = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs, size } = await stat(path.join(dir, name))
      return { name, mtimeMs, size }
    }),
  )
  let bytes = 0
  const tooMany = found
    .toSorted((a, b) => b.mtimeMs - a.mtimeMs)
    .filter(({ size }, index) => {
      bytes += size
      return index >= most.screens || bytes > most.bytes
    })
  await Promise.all(tooMany.map(({ name }) => rm(path.join(dir, name), { force: true })))
}

function hasCode(error: unknown): boolean {
  return error instanceof Error && 'code' in error
}
