import { afterAll } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { boxes, ready } from '../series/testing.ts'
import type { CyclerState } from '../series/state.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import type { SeriesRow, Store } from '../store/types.ts'
import { openCore, type CoreOptions, type RunningCore } from './open.ts'

/** Cores over real stores in folders of their own; all of it is gone after the file's last test. */
const open: RunningCore[] = []
const folders: (() => void)[] = []

afterAll(async () => {
  await Promise.all(open.map((core) => core.close()))
  for (const remove of folders) remove()
})

export function dataFolder(): string {
  const { dir, remove } = testFolder()
  folders.push(remove)
  return dir
}

/** A core that serves its own process, unless said otherwise, and takes nothing up. */
export async function coreOver(dataDir: string, change: Partial<CoreOptions> = {}): Promise<RunningCore> {
  const env = { PATH: process.env['PATH'], HOME: dataDir }
  const opened = await openCore({
    dataDir,
    serve: null,
    telemetry: null,
    recover: false,
    idleExitMs: null,
    env,
    ...change,
  })
  if (!opened.ok) throw new Error(opened.problem.cause)
  open.push(opened.value)
  return opened.value
}

/** A data folder as an earlier core left it. */
export async function filled(dataDir: string, fill: (store: Store) => Promise<void>): Promise<void> {
  const store = await openTestStore(dataDir)
  await fill(store)
  await store.close()
}

export function keptSeries(id: string, change: Partial<CyclerState> = {}): SeriesRow {
  const state: CyclerState = { ...ready(), id, boxes: boxes('a* b'), status: 'paused', ...change }
  const { project, task, status } = state
  return { id, project, task, status, state, policy: DEFAULT_POLICY, createdAt: 1_000, updatedAt: 2_000 }
}
