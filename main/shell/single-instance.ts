import type { AppPart } from './electron-parts.ts'
import { readCoreLock } from '../store/lock.ts'

/**
 * Takes the right to be the one desktop app of a data folder. A second launch is told to the first, which comes
 * forward. Nothing is sent along: Electron has lost and even ended first instances over such data.
 */
export function claimInstance(app: Pick<AppPart, 'on' | 'requestSingleInstanceLock'>, cameAgain: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', () => cameAgain())
  return true
}

/**
 * Why this launch ends at once, for the terminal that it came from. Electron's own lock outlives a killed app on some
 * machines, so the data folder is asked who really lives.
 */
export async function explainRefusal(dataDir: string, userData: string): Promise<string> {
  const core = await readCoreLock(dataDir)
  return core === null
    ? `Baton cannot start: another Baton holds ${userData}, yet none works in ${dataDir}. It starts or ends just now, or it was killed and left a lock: try again, else remove ${userData}/SingletonLock.`
    : `Baton already runs (pid ${core.pid}); its window was called to the front.`
}
