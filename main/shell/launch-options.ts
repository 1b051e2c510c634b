import path from 'node:path'
import { parseArgs } from 'node:util'
import { dataDirectory } from '../core/data-dir.ts'
import { HIDDEN_FLAG } from './login-item.ts'

/** How this app was started. */
export interface LaunchOptions {
  dataDir: string
  /** Electron's own files, and its single-instance lock: one app for each data folder. */
  userData: string
  /** No window at first: the system started it. */
  hidden: boolean
  /** What starts it again in the same way: executable, app, data folder. */
  command: string[]
}

export interface LaunchParts {
  argv: readonly string[]
  env: NodeJS.ProcessEnv
  cwd: string
  execPath: string
  /** Null in a packaged app, whose executable needs no folder of the app. */
  appPath: string | null
}

/** `--data-dir` and `--hidden`; whatever else stands there is Chromium's. */
export function launchOptions({ argv, env, cwd, execPath, appPath }: LaunchParts): LaunchOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { 'data-dir': { type: 'string' }, [HIDDEN_FLAG.slice(2)]: { type: 'boolean' } },
    strict: false,
  })
  const flag = values['data-dir']
  const chosen = typeof flag === 'string' && flag !== '' ? flag : undefined
  const dataDir = dataDirectory(chosen, env, cwd)
  // An AppImage is started by its file: what it holds is mounted somewhere else each time.
  const program = env['APPIMAGE'] !== undefined && appPath === null ? env['APPIMAGE'] : execPath
  const isOwn = chosen !== undefined || (env['BATON_DATA_DIR'] ?? '') !== ''
  return {
    dataDir,
    userData: path.join(dataDir, 'desktop'),
    hidden: values[HIDDEN_FLAG.slice(2)] === true,
    command: [program, ...(appPath === null ? [] : [appPath]), ...(isOwn ? [`--data-dir=${dataDir}`] : [])],
  }
}
