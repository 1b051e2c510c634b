import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isTrayProven } from './tray-proof.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'baton-tray-'))
const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started) child.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** A PATH with these programs alone. */
function pathWith(programs: Record<string, string>): NodeJS.ProcessEnv {
  const bin = mkdtempSync(path.join(folder, 'bin-'))
  for (const [name, lines] of Object.entries(programs)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${lines}\n`)
    chmodSync(path.join(bin, name), 0o755)
  }
  return { PATH: bin }
}

it('is proven where the platform has a place for it', async () => {
  expect(await isTrayProven('darwin', pathWith({}))).toBe(true)
  expect(await isTrayProven('win32', pathWith({}))).toBe(true)
})

it('is not proven where nobody can be asked', async () => {
  expect(await isTrayProven('linux', pathWith({}))).toBe(false)
})

it.each([
  ['gdbus', 'echo "(<true>,)"', 'echo "(<false>,)"'],
  ['busctl', 'echo "b true"', 'echo "b false"'],
  ['dbus-send', 'echo "   variant       boolean true"', 'echo "   variant       boolean false"'],
])('believes %s', async (program, yes, no) => {
  expect(await isTrayProven('linux', pathWith({ [program]: yes }))).toBe(true)
  expect(await isTrayProven('linux', pathWith({ [program]: no }))).toBe(false)
  expect(await isTrayProven('linux', pathWith({ [program]: 'echo "no such name" >&2; exit 1' }))).toBe(false)
})

it('waits for no program that hangs', async () => {
  const before = performance.now()
  expect(await isTrayProven('linux', pathWith({ gdbus: 'exec /bin/sleep 60' }))).toBe(false)
  expect(performance.now() - before).toBeLessThan(10_000)
})

const DAEMON = '/usr/bin/dbus-daemon'
it.runIf(existsSync(DAEMON))('is not proven on a real session bus that nobody watches for icons', async () => {
  const daemon = spawn(DAEMON, ['--session', '--nofork', '--print-address=1'], {
    env: { PATH: '/usr/bin:/bin', HOME: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  started.push(daemon)
  const [address] = (await once(daemon.stdout, 'data')) as [Buffer]
  const env = { PATH: '/usr/bin:/bin', HOME: folder, DBUS_SESSION_BUS_ADDRESS: String(address).trim() }
  expect(await isTrayProven('linux', env)).toBe(false)
})
