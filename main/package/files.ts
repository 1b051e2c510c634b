import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package: the sources run from `main/core`, the bundle from `dist` or `dist/chunks`. */
export function packageFolder(from: string = fileURLToPath(import.meta.url)): string {
  let folder = path.dirname(from)
  while (!existsSync(path.join(folder, 'package.json'))) {
    const up = path.dirname(folder)
    if (up === folder) throw new Error(`no package.json above ${from}`)
    folder = up
  }
  return folder
}

/** What other programs read: beside the code, in a packaged app beside its archive. */
export function assetsFolder(folder: string = packageFolder()): string {
  return path.join(folder.endsWith('.asar') ? path.dirname(folder) : folder, 'assets')
}

export function version(): string {
  const text = readFileSync(path.join(packageFolder(), 'package.json'), 'utf8')
  const { version: found } = JSON.parse(text) as { version: string }
  return found
}
