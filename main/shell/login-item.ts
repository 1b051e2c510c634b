import type { AppPart } from './electron-parts.ts'
import { autostartFile, removeAutostart, writeAutostart } from './autostart-file.ts'
import type { ShellLog } from './shell-log.ts'

/** Started so, Baton opens no window. */
export const HIDDEN_FLAG = '--hidden'

export interface LoginItemParts {
  app: Pick<AppPart, 'setLoginItemSettings'>
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  home: string
  /** What starts this app; `HIDDEN_FLAG` is added. */
  command: readonly string[]
  log: ShellLog
}

export interface LoginItem {
  /** As the setting says now. Nothing is touched while it stays as it was. */
  follow(launchAtLogin: boolean): void
  /** What was begun is done. */
  settle(): Promise<void>
}

/** Launch at login: the system's own list on macOS and Windows, an autostart file on Linux, which Electron leaves out. */
export function createLoginItem(parts: LoginItemParts): LoginItem {
  const { app, platform, log } = parts
  let set: boolean | null = null
  let work: Promise<void> = Promise.resolve()

  async function apply(on: boolean): Promise<void> {
    if (platform !== 'linux') {
      const args = [...parts.command.slice(1), HIDDEN_FLAG]
      return app.setLoginItemSettings({ openAtLogin: on, ...(platform === 'win32' ? { args } : {}) })
    }
    const file = autostartFile(parts.env, parts.home)
    if (on) await writeAutostart(file, [...parts.command, HIDDEN_FLAG])
    else await removeAutostart(file)
  }

  return {
    follow(launchAtLogin) {
      if (launchAtLogin === set) return
      set = launchAtLogin
      work = work
        .then(() => apply(launchAtLogin))
        .catch((error: unknown) => log.error({ err: error, launchAtLogin }, 'launch at login was not set'))
    },
    settle: () => work,
  }
}
