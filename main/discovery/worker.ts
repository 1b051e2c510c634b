import { setPriority } from 'node:os'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { ALL_TRANSCRIPTS } from '../agents/all-transcripts.ts'
import { usePrices } from '../agents/prices.ts'
import { storeOver } from '../store/over-port.ts'
import { createHints } from './hints.ts'
import { openScan } from './scan.ts'
import type { FromThread, ThreadInput, ToThread } from './types.ts'

/** What people wait for goes first: on Linux a thread has a priority of its own. */
const PRIORITY = 10
/** Sweeps take this part of a core at most. */
const MOST_SHARE = 0.01
/** Folders in which something was written so lately are watched, ms. */
const LIVELY_MS = 60 * 60 * 1000

/** Entry of the discovery thread: reads all transcripts, then follows them, apart from what the core has to answer at once. */
async function serve(port: MessagePort, input: ThreadInput): Promise<void> {
  const say = (message: FromThread): void => port.postMessage(message)
  const fault = (error: unknown): void =>
    say({ type: 'fault', what: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  if (process.platform === 'linux') setPriority(0, PRIORITY)
  usePrices(input.settings.prices)
  const scan = await openScan({
    ledger: storeOver(input.store),
    agents: ALL_TRANSCRIPTS,
    home: input.home,
    env: input.env,
    settings: input.settings,
    told: (state) => say({ type: 'state', state }),
    sessions: (ids) => say({ type: 'sessions', ids }),
  })
  const hints = createHints((folders) => scan.lookIn(folders).catch(fault))
  let timer: NodeJS.Timeout | null = null
  let closed = false

  const watchLively = (): void => (closed ? undefined : hints.watch(scan.folders(Date.now() - LIVELY_MS)))

  async function sweep(): Promise<void> {
    const began = performance.now()
    await scan.look().catch(fault)
    if (closed) return
    watchLively()
    timer = setTimeout(sweep, Math.max(input.sweepMs, (performance.now() - began) / MOST_SHARE))
  }

  async function look(id: number): Promise<void> {
    await scan.look().catch(fault)
    say({ type: 'looked', id, state: scan.state() })
  }

  port.on('message', (message: ToThread) => {
    if (message.type === 'look') void look(message.id)
    else if (message.type === 'settings') {
      usePrices(message.settings.prices)
      scan.use(message.settings)
      scan.look().then(watchLively).catch(fault)
    } else {
      closed = true
      scan.close()
      hints.close()
      if (timer !== null) clearTimeout(timer)
      say({ type: 'closed' })
    }
  })
  await sweep()
}

if (parentPort !== null) {
  const port = parentPort
  // What throws here ends the thread, and the core says so.
  await serve(port, workerData as ThreadInput)
}
