import type { ChildProcess } from 'node:child_process'

/** How a person at this terminal can get to a page of this machine. */
export type Screen =
  /** A browser can be opened here. */
  | 'here'
  /** The terminal is of another machine: the page is reached through a tunnel. */
  | 'ssh'
  /** There is no display. */
  | 'none'

/** Told from the environment alone: nothing is started to find out. */
export function screenOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Screen {
  const has = (name: string) => env[name] !== undefined && env[name] !== ''
  if (has('SSH_CONNECTION') || has('SSH_TTY')) return 'ssh'
  if (platform === 'darwin' || platform === 'win32') return 'here'
  return has('DISPLAY') || has('WAYLAND_DISPLAY') || has('WSL_DISTRO_NAME') ? 'here' : 'none'
}

/** A launcher that fails does so within this; one that shows the browser itself may stay. Milliseconds. */
const LAUNCH_MS = 3_000

/** Opens the person's browser at an address. False: nothing could be started that would. */
export async function openBrowser(url: string): Promise<boolean> {
  const { default: open } = await import('open')
  try {
    return await launched(await open(url))
  } catch {
    // No launcher on this machine: the caller prints the address.
    return false
  }
}

function launched(child: ChildProcess): Promise<boolean> {
  // It may have ended while it was waited for (Windows).
  if (child.exitCode !== null) return Promise.resolve(child.exitCode === 0)
  return new Promise((resolve) => {
    const stays = setTimeout(() => resolve(true), LAUNCH_MS)
    child.once('close', (code) => {
      clearTimeout(stays)
      resolve(code === 0)
    })
  })
}
