import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

const WATCHER = 'org.kde.StatusNotifierWatcher'
const OBJECT = '/StatusNotifierWatcher'
const PROPERTY = 'IsStatusNotifierHostRegistered'
const GET = 'org.freedesktop.DBus.Properties.Get'
/** A session bus answers in milliseconds; one that hangs must not hold the window. */
const LIMIT_MS = 2_000

/** Three programs that can ask the session bus; each desktop has one of them at least. */
const ASK: readonly [string, string[], RegExp][] = [
  [
    'gdbus',
    ['call', '--session', '--dest', WATCHER, '--object-path', OBJECT, '--method', GET, WATCHER, PROPERTY],
    /<true>/,
  ],
  ['busctl', ['--user', 'get-property', WATCHER, OBJECT, WATCHER, PROPERTY], /^b true/],
  [
    'dbus-send',
    ['--session', '--print-reply', `--dest=${WATCHER}`, OBJECT, GET, `string:${WATCHER}`, `string:${PROPERTY}`],
    /boolean true/,
  ],
]

/**
 * Whether a tray icon is really seen here. macOS and Windows have a place for it; on Linux only a desktop whose
 * notifier watcher has a host shows any (GNOME has none without an extension). What cannot be asked is not proven.
 */
export async function isTrayProven(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (platform !== 'linux') return true
  for (const [program, args, yes] of ASK) {
    const said = await answerOf(program, args, env)
    if (said !== null) return yes.test(said)
  }
  return false
}

/** Null: there is no such program here. "": it found nothing. */
async function answerOf(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    const { stdout } = await run(program, args, { env, timeout: LIMIT_MS })
    return stdout
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : ''
  }
}
