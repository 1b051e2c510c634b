import { chmod, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Outcome } from '../../contract/problem.ts'
import { workerUrl as workerUrlOf } from '../package/worker-url.ts'
import { connect } from './client.ts'
import { folderProblem } from './folder-problem.ts'
import type { WorkerInput } from './protocol.ts'
import type { Store } from './types.ts'

const DATABASE_FILE = 'baton.db'
/** For what lives a moment; left to itself V8 lets it grow to many times that under load, and does not give it back. */
const YOUNG_MB = 8

/**
 * Opens the store of a data folder, made when missing (0700; the database 0600). SQLite runs in a thread of its own.
 * Problems: `data-folder-unwritable`, `disk-full`, `database-corrupt`, `database-newer`, `database-busy`,
 * `database-failed`. Two stores of one folder at once are the core lock's to prevent.
 */
export async function openStore({ dir, workerUrl }: { dir: string; workerUrl?: URL }): Promise<Outcome<Store>> {
  const path = join(dir, DATABASE_FILE)
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    // SQLite gives a new file the umask's mode, and its -wal and -shm files the mode of the database.
    await (await open(path, 'a', 0o600)).close()
    await chmod(path, 0o600)
  } catch (error) {
    return { ok: false, problem: folderProblem(error as NodeJS.ErrnoException, dir) }
  }
  const input: WorkerInput = { path }
  const code = workerUrl ?? workerUrlOf(import.meta.url, 'worker.ts', 'store-worker.js')
  // No execArgv: flags of the host (a test runner's loader, an inspector port) are not the thread's.
  return connect(
    new Worker(code, { workerData: input, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }),
  )
}
