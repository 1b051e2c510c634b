import type { Display, Rectangle } from 'electron'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { LEAST_SIZE } from './window-options.ts'

const Bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() })
/** Where the window was, in pixels of the whole desktop. */
export const WindowPlace = z.object({ bounds: Bounds, maximized: z.boolean() })
export type WindowPlace = z.infer<typeof WindowPlace>

/** So much of the title bar has to be on a screen for a person to take hold of the window. */
const GRIP = { width: 100, height: 30 } as const

/** Null: none was kept, or it cannot be read; a window's place is worth no question. */
export async function readWindowPlace(file: string): Promise<WindowPlace | null> {
  try {
    return WindowPlace.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null
  } catch {
    return null
  }
}

export async function writeWindowPlace(file: string, place: WindowPlace): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFileAtomic(file, JSON.stringify(place), { mode: 0o600 })
}

/** The bounds as they fit the displays that there are now; null when the window would be out of reach. */
export function boundsOnDisplays(bounds: Rectangle, displays: readonly Pick<Display, 'workArea'>[]): Rectangle | null {
  const area = displays.find(({ workArea }) => canBeHeld(bounds, workArea))?.workArea
  if (area === undefined) return null
  return {
    x: bounds.x,
    y: bounds.y,
    width: Math.max(LEAST_SIZE.width, Math.min(bounds.width, area.width)),
    height: Math.max(LEAST_SIZE.height, Math.min(bounds.height, area.height)),
  }
}

function canBeHeld(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const below = area.y + area.height - window.y
  return width >= GRIP.width && window.y >= area.y && below >= GRIP.height
}
