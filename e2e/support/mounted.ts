import { execFileSync } from 'node:child_process'

/**
 * Mounts of their own, for one command and what it starts: nobody else sees them, and they end with the last of these
 * processes. Linux, as root.
 */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    // A container without the right to mount.
    return false
  }
}

/** A command line that gives what follows it `folder` on a file system of so many bytes. */
export function onSmallDisk(folder: string, bytes: number): string[] {
  return under('mkdir -p "$0" && mount -t tmpfs -o size="$1" tmpfs "$0" && shift && exec "$@"', folder, String(bytes))
}

/** A command line that lets what follows it only read `folder`, whoever it is. */
export function readOnly(folder: string): string[] {
  return under('mkdir -p "$0" && mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"', folder)
}

function under(script: string, ...words: string[]): string[] {
  return ['unshare', '--mount', 'sh', '-c', script, ...words]
}
