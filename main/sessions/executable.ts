import { accessSync, constants, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'

type Environment = Record<string, string>

/**
 * The program that a child with this environment would run. Asked before the spawn, for a pty reports a program that
 * is missing only as text on its screen and exit code 1.
 */
export function findExecutable(file: string, env: Environment, cwd: string): Outcome<string> {
  const candidates = /[\\/]/.test(file) ? [resolve(cwd, file)] : fromPath(file, env, cwd)
  const there = candidates.filter(isFile)
  const found = there.find(isExecutable)
  if (found !== undefined) return success(found)
  const [denied] = there
  if (denied !== undefined) {
    return failure(
      'not-executable',
      denied,
      'it may not be executed (EACCES)',
      `make it executable: chmod +x ${denied}`,
    )
  }
  return failure(
    'program-missing',
    file,
    candidates.length === 1 ? 'there is no such file (ENOENT)' : 'no folder of PATH holds it (ENOENT)',
    'install it or give its full path',
  )
}

/** node-pty starts programs on macOS through a helper that npm and packagers have unpacked without its execute bit. */
export function checkSpawnHelper(platform: NodeJS.Platform = process.platform, folder = ptyFolder()): Outcome<null> {
  if (platform !== 'darwin') return success(null)
  const places = [`prebuilds/darwin-${process.arch}`, 'build/Release'].map((place) =>
    join(folder, place, 'spawn-helper'),
  )
  const denied = places.filter(isFile).find((helper) => !isExecutable(helper))
  if (denied === undefined) return success(null)
  return failure('spawn-helper', denied, 'it may not be executed, so no terminal can start', `run chmod +x "${denied}"`)
}

function ptyFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('node-pty/package.json'))
}

function fromPath(file: string, env: Environment, cwd: string): string[] {
  const windows = process.platform === 'win32'
  const endings = windows ? ['', ...(env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';')] : ['']
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => endings.map((ending) => resolve(cwd, folder, file + ending)))
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
