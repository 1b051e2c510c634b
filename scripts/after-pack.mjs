import { chmodSync, existsSync, globSync } from 'node:fs'
import path from 'node:path'

/**
 * node-pty's package carries macOS' spawn-helper without its executable bit, and every terminal fails with
 * "posix_spawnp failed" (microsoft/node-pty#850). Run by electron-builder before it signs.
 *
 * @param {{ appOutDir: string }} context
 */
export default function afterPack({ appOutDir }) {
  const helpers = globSync('**/node-pty/{prebuilds/*,build/Release}/spawn-helper', { cwd: appOutDir })
  for (const helper of helpers) chmodSync(path.join(appOutDir, helper), 0o755)
  if (existsSync(path.join(appOutDir, 'Baton.app')) && helpers.length === 0) {
    throw new Error('node-pty’s spawn-helper is not in the package: terminals would not open on macOS')
  }
}
