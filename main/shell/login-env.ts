import path from 'node:path'
import { shellEnv } from 'shell-env'
import type { ShellLog } from './shell-log.ts'

/** A login shell that waits for something is left alone after this. */
const LIMIT_MS = 10_000
/** `shell-env` sets them for the shell; they are nobody's wish. */
const SET_FOR_THE_SHELL = ['DISABLE_AUTO_UPDATE', 'ZSH_TMUX_AUTOSTARTED', 'ZSH_TMUX_AUTOSTART']
/** What an AppImage sets for itself. */
const OF_THE_APP_IMAGE = ['APPDIR', 'APPIMAGE', 'ARGV0', 'OWD']
/** What a shell prints of its functions looks like variables; Windows has names with brackets. */
const NAME = /^[A-Za-z_][\w()]*$/

export interface LoginEnvParts {
  /** Of this process: what is taken when the shell does not answer. */
  env: NodeJS.ProcessEnv
  log: ShellLog
  /** For tests; else the person's login shell. */
  shell?: string
  limitMs?: number
}

/**
 * The environment of the person's login shell: an app that a desktop starts has none of what their profile sets, and
 * `claude` and its tools are found by it. What belongs to Electron and its packaging is taken out. Never rejects.
 */
export async function loginEnvironment(parts: LoginEnvParts): Promise<Record<string, string>> {
  const { env, log, shell, limitMs = LIMIT_MS } = parts
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${limitMs} ms`)), limitMs)
  try {
    const found = await Promise.race([shellEnv(shell), late.promise])
    const chosen = SET_FOR_THE_SHELL.filter((name) => env[name] !== undefined)
    return cleanEnvironment(found, env['APPDIR'], chosen)
  } catch (error) {
    log.warn({ err: error }, 'the login shell gave no environment: that of this process is taken')
    return cleanEnvironment(env, env['APPDIR'], SET_FOR_THE_SHELL)
  } finally {
    clearTimeout(timer)
  }
}

/** `appDir`: the folder that an AppImage is mounted at; places in it are gone when the app is. */
export function cleanEnvironment(
  env: Readonly<NodeJS.ProcessEnv>,
  appDir: string | undefined,
  keep: readonly string[] = [],
): Record<string, string> {
  const removed = new Set([...SET_FOR_THE_SHELL.filter((name) => !keep.includes(name)), ...OF_THE_APP_IMAGE])
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      if (value === undefined || !NAME.test(name) || removed.has(name)) return []
      if (name.startsWith('ELECTRON_') || name === 'NODE_OPTIONS') return []
      const rest = withoutAppDir(value, appDir)
      return rest === null ? [] : [[name, rest]]
    }),
  )
}

/** A list of places without those inside the app; null: all of them were. */
function withoutAppDir(value: string, appDir: string | undefined): string | null {
  if (appDir === undefined || appDir === '' || !value.includes(appDir)) return value
  const rest = value.split(path.delimiter).filter((place) => place !== appDir && !place.startsWith(appDir + path.sep))
  return rest.length === 0 ? null : rest.join(path.delimiter)
}
