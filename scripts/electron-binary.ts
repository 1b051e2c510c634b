import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * Path of Electron's binary; null: it is not here. The package is asked for its files only: importing it would
 * download the binary.
 */
export function electronPath(): string | null {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist')
  const pathFile = path.join(folder, 'path.txt')
  const binary = path.join(dist, existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron')
  return existsSync(binary) ? binary : null
}

/** Why the desktop app cannot be shown here; null: it can. */
export function whyNoDesktop(
  electron: string | null,
  { platform, env, root }: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; root: boolean },
): string | null {
  if (electron === null) return "Electron's binary is not installed"
  if (platform !== 'linux') return null
  if (env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined) return 'there is no display'
  return root ? "Electron's sandbox does not run as root" : null
}
