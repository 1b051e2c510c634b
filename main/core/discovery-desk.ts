import { homedir } from 'node:os'
import { noScan, type ScanState } from '../../contract/observed.ts'
import { success } from '../../contract/problem.ts'
import type { Settings } from '../../contract/settings.ts'
import { startDiscovery, type RunningDiscovery } from '../discovery/start.ts'
import type { ScanSettings } from '../discovery/types.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { Store } from '../store/types.ts'

/** A core that lives shortly has nothing of it: the thread begins this long after the start, ms. */
const START_DELAY_MS = 400
/** How often all folders are looked through, ms; what is written to lately is seen at once. */
const SWEEP_MS = 3_000

/** `asked`: only when somebody asks for a look, in a core that lives for one command. */
export type DiscoveryMode = 'on' | 'asked' | 'off'

export interface DiscoveryDeskParts {
  store: Pick<Store, 'port'>
  mode: DiscoveryMode
  env: Record<string, string>
  settings(): Settings
  startedAt: Date
  /** How far the reading is changed to the eye. */
  changed(): void
  fault(error: unknown, context?: object): void
}

export interface DiscoveryDesk {
  state(): ScanState
  /** Hears of which sessions something new is in the store. */
  onSessions(listener: (ids: string[]) => void): void
  /** The core serves: reading may begin. */
  begin(): void
  /** Other settings are in force. */
  follow(before: Settings, after: Settings): void
  handlers: Pick<RpcHandlers, 'scan.state' | 'scan.look'>
  close(): Promise<void>
}

/** The reading of all transcripts of this machine, as the settings want it. */
export function createDiscoveryDesk(parts: DiscoveryDeskParts): DiscoveryDesk {
  const { env, fault } = parts
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir()
  const nothing = noScan(parts.startedAt.toISOString())
  const listeners: ((ids: string[]) => void)[] = []
  let running: RunningDiscovery | null = null
  let timer: NodeJS.Timeout | null = null
  let ending: Promise<unknown> = Promise.resolve()
  let begun = false
  let closed = false
  let state = nothing
  let told = looks(nothing)

  function take(next: ScanState): void {
    state = next
    if (looks(next) === told) return
    told = looks(next)
    parts.changed()
  }

  function start(): RunningDiscovery | null {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (closed || parts.mode === 'off' || !parts.settings().usage.discover) return null
    running ??= startDiscovery({
      store: parts.store,
      home,
      env: folderNames(env),
      settings: scanSettings(parts.settings()),
      sweepMs: SWEEP_MS,
      // Of one that was ended nobody wants to hear.
      state: (next) => (running === null ? undefined : take(next)),
      sessions: (ids) => listeners.forEach((listener) => listener(ids)),
      fault,
    })
    return running
  }

  function end(): void {
    const ended = running
    running = null
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (ended !== null) ending = Promise.all([ending, ended.close()])
  }

  return {
    state: () => state,
    onSessions: (listener) => void listeners.push(listener),
    begin() {
      begun = true
      if (parts.mode === 'on') timer = setTimeout(start, START_DELAY_MS).unref()
    },
    follow(before, after) {
      if (before.usage.discover && !after.usage.discover) {
        end()
        take(nothing)
      } else if (!before.usage.discover && after.usage.discover && begun && parts.mode === 'on') {
        start()
      } else if (JSON.stringify(scanSettings(before)) !== JSON.stringify(scanSettings(after))) {
        running?.use(scanSettings(after))
      }
    },
    handlers: {
      'scan.state': async () => success(state),
      'scan.look': async () => success((await start()?.look()) ?? state),
    },
    async close() {
      closed = true
      end()
      await ending
    },
  }
}

function scanSettings({ usage }: Settings): ScanSettings {
  return { folders: usage.folders, prices: usage.prices }
}

/** All that an agent's folders are found by; nothing else leaves this thread. */
function folderNames(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /_(HOME|DIR)$/.test(name)))
}

/** What of it is worth telling anew: not when the last look was. */
function looks({ lastAt: _at, lastMs: _ms, ...rest }: ScanState): string {
  return JSON.stringify(rest)
}
