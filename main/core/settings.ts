import { stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { Settings, type SettingsState } from '../../contract/settings.ts'
import { readSettings, settingsPath, type SettingsFile } from '../series/settings-file.ts'
import { watchFolder } from './watch-folder.ts'

/** The file holds what a person chose, and commands that Baton runs for them. */
const OWNER_ONLY = 0o600

export interface SettingsParts {
  dataDir: string
  /** Other settings are in force. */
  applied(before: Settings, after: Settings): void
  /** The settings, their revision or what is wrong with them changed. */
  changed(): void
  fault(error: unknown): void
}

export interface SettingsDesk {
  state(): SettingsState
  /** Problems: `settings-changed`, `settings-unreadable`, `settings-not-written`. */
  set(settings: Settings, revision: string): Promise<Outcome<SettingsState>>
  /** Reads the file again if it is another than before. */
  look(): Promise<void>
  close(): void
}

/**
 * The settings in force, and the file they come from: written by clients or changed by hand, either is applied at once.
 * A file that cannot be used is left as it is and told; what was in force before it stays so.
 */
export async function openSettings(parts: SettingsParts): Promise<SettingsDesk> {
  const { dataDir } = parts
  const file = settingsPath(dataDir)
  let mark = await markOf(file)
  const first = await readSettings(dataDir)
  let state: SettingsState = stateOf(first, Settings.parse({}))
  let queue: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work)
    queue = turn.catch(() => {
      // Told to the one who asked.
    })
    return turn
  }

  function take(read: SettingsFile): void {
    const before = state
    state = stateOf(read, before.settings)
    if (JSON.stringify(state) === JSON.stringify(before)) return
    if (JSON.stringify(state.settings) !== JSON.stringify(before.settings)) {
      parts.applied(before.settings, state.settings)
    }
    parts.changed()
  }

  async function look(): Promise<void> {
    const now = await markOf(file)
    if (now === mark) return
    // Before the reading: a change amid it is seen at the next look.
    mark = now
    take(await readSettings(dataDir))
  }

  async function write(settings: Settings, revision: string): Promise<Outcome<SettingsState>> {
    const read = await readSettings(dataDir)
    const { settings: present } = read
    if (!present.ok && present.problem.code === 'settings-unreadable') return present
    if (read.revision !== revision) {
      take(read)
      const cause = 'they were changed since you read them'
      return failure('settings-changed', 'settings', cause, 'look at them as they are now, and change them again')
    }
    try {
      if (!present.ok) await keepBroken(file, read)
      await writeFileAtomic(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: OWNER_ONLY })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      return failure(
        'settings-not-written',
        file,
        `it cannot be written (${code})`,
        'free the disk or let Baton write it',
      )
    }
    mark = await markOf(file)
    take(await readSettings(dataDir))
    return success(state)
  }

  const lookInTurn = (): Promise<void> => inTurn(look)
  const watcher = watchFolder(dataDir, path.basename(file), () => void lookInTurn().catch(parts.fault))
  return {
    state: () => state,
    set: (settings, revision) => inTurn(() => write(settings, revision)),
    look: lookInTurn,
    close: () => watcher.close(),
  }
}

function stateOf({ file, revision, settings }: SettingsFile, inForce: Settings): SettingsState {
  return settings.ok
    ? { settings: settings.value, revision, file, problem: null }
    : { settings: inForce, revision, file, problem: settings.problem }
}

/** What is replaced and was never understood stays beside it. */
async function keepBroken(file: string, { bytes }: SettingsFile): Promise<void> {
  const time = new Date().toISOString().replaceAll(':', '-')
  await writeFile(`${file}.broken-${time}`, bytes, { mode: OWNER_ONLY, flag: 'wx' })
}

/** Differs whenever the file does; '' while there is none. */
async function markOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null)
  return found === null ? '' : [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}
