import { existsSync } from 'node:fs'

/** Threads read their code past Electron, which alone sees into an archive: the packager lays them beside it. */
const ARCHIVE = '/app.asar/'
const BESIDE_ARCHIVE = '/app.asar.unpacked/'

/**
 * Where a worker thread's code lies for the module that starts it: `source` beside a source under type stripping; in a
 * bundle the entry of that name, also from the bundle's `chunks` folder; in a packaged app beside the archive.
 */
export function workerUrl(moduleUrl: string, source: string, entry: string): URL {
  if (moduleUrl.endsWith('.ts')) return new URL(`./${source}`, moduleUrl)
  const unpacked = moduleUrl.replace(ARCHIVE, BESIDE_ARCHIVE)
  const beside = new URL(`./${entry}`, unpacked)
  return existsSync(beside) ? beside : new URL(`../${entry}`, unpacked)
}
