/**
 * `npm start`: builds what changed and opens the app. Where there is no desktop it says so in one line and serves the
 * same pages to the browser.
 */
import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { electronPath, whyNoDesktop } from './electron-binary.ts'
import { staleBuilds } from './stale-builds.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

for (const { script, what } of staleBuilds(ROOT)) {
  process.stdout.write(`Building ${what} …\n`)
  const { status } = spawnSync(`npm run --silent ${script} -- --logLevel warn`, {
    cwd: ROOT,
    shell: true,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

const electron = electronPath()
const root = process.getuid?.() === 0
const why = whyNoDesktop(electron, { platform: process.platform, env: process.env, root })
if (why !== null) process.stdout.write(`No desktop app here: ${why}. Baton serves the same pages to your browser.\n`)

const [file, args] =
  electron !== null && why === null
    ? [electron, [ROOT]]
    : [process.execPath, [`${ROOT}bin/baton.js`, 'serve', '--open']]
const child = spawn(file, [...args, ...process.argv.slice(2)], { cwd: process.cwd(), stdio: 'inherit' })
// A Ctrl-C at the terminal reaches both: the child ends in its own way, and this process after it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (signal === 'SIGTERM') child.kill(signal)
  })
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
})
