import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { spawn as spawnPty } from 'node-pty'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { filled, keptSeries } from '../../core/testing.ts'
import type { Hold } from '../../series/state.ts'

const CLI = fileURLToPath(new URL('../../cli.ts', import.meta.url))
const PATIENCE = { timeout: 20_000, interval: 50 }
let dir = ''
const pids: number[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'baton-serve-'))
})
afterEach(() => {
  for (const pid of pids.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const environment = () => ({
  PATH: process.env.PATH ?? '',
  HOME: dir,
  TERM: 'xterm',
  BATON_DATA_DIR: join(dir, 'data'),
})

function baton(...words: string[]) {
  const child: ChildProcess = spawn(process.execPath, [CLI, ...words], { env: environment(), cwd: dir })
  pids.push(child.pid ?? 0)
  let out = ''
  let err = ''
  child.stdout?.on('data', (data) => (out += data))
  child.stderr?.on('data', (data) => (err += data))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, ended, out: () => out, err: () => err }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+$/
/** Other tests have cores beside. */
const FREE_PORTS = ['--otlp-http-port', '0', '--otlp-grpc-port', '0']

interface Listening {
  type: string
  url: string
  token: string
  pid: number
}

async function listening(port = '0') {
  const serve = baton('serve', '--port', port, ...FREE_PORTS, '--json')
  await vi.waitFor(() => expect(serve.out()).toContain('\n'), PATIENCE)
  return { ...serve, said: JSON.parse(serve.out().split('\n')[0] ?? '') as Listening }
}

describe('serve', { timeout: 30_000 }, () => {
  it('says first where it listens, is found by the other commands, and ends at quit', async () => {
    const { said, child, ended } = await listening()
    expect(said).toEqual({
      type: 'listening',
      at: expect.any(String),
      url: expect.stringMatching(LOOPBACK),
      token: expect.stringMatching(/^[\w-]{43}$/),
      otlpHttp: expect.stringMatching(LOOPBACK),
      otlpGrpc: expect.stringMatching(LOOPBACK),
      pid: child.pid,
    })
    expect((await fetch(`${said.url}/healthz`)).status).toBe(200)
    const status = baton('status', '--json')
    expect(await status.ended).toBe(0)
    expect(JSON.parse(status.out())).toMatchObject({ type: 'status', live: true, pid: said.pid, series: [] })
    const quit = baton('quit')
    expect(await quit.ended).toBe(0)
    expect(await ended).toBe(0)
    expect(existsSync(join(dir, 'data', 'core.lock'))).toBe(false)
  })

  it('pauses what goes on before it ends at Ctrl-C, and ends at once without any', async () => {
    const data = join(dir, 'data')
    mkdirSync(data, { mode: 0o700 })
    const hold: Hold = { status: 'waiting', kind: 'limit', said: 'a limit', since: 1, until: null }
    await filled(data, (store) => store.createSeries(keptSeries('s1', { status: 'waiting', hold })))
    const first = await listening()
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(0)
    expect(first.err()).toContain('Baton ends once each session has written its checkpoint')
    const second = await listening()
    const series = baton('series', '--json')
    expect(await series.ended).toBe(0)
    expect(series.out()).toContain('"status":"paused"')
    second.child.kill('SIGINT')
    expect(await second.ended).toBe(0)
    expect(second.err()).not.toContain('checkpoint')
  })

  it('says a code that lets one browser in, once, and keeps it over a restart on the same port', async () => {
    const first = await listening()
    const { url, token } = first.said
    const headers = { origin: url, 'content-type': 'application/json' }
    const exchange = () => fetch(`${url}/auth/exchange`, { method: 'POST', headers, body: `{"code":"${token}"}` })
    const answer = await exchange()
    expect([answer.status, await answer.json()]).toEqual([200, { role: 'control', version: expect.any(String) }])
    expect((await exchange()).status).toBe(401)
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    const refused = await fetch(`${url}/rpc/core.quit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(refused.status).toBe(401)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const again = await listening(new URL(url).port)
    expect(again.said.url).toBe(url)
    expect((await fetch(`${url}/auth/session`, { headers: { cookie } })).status).toBe(200)
    const opened = baton('open', '--print')
    expect([await opened.ended, opened.out()]).toEqual([0, expect.stringMatching(/^http:\S+\/#t=[\w-]{43}\n$/)])
  })

  it('says to a person the address, and nothing else when piped', async () => {
    const serve = baton('serve', '--port', '0', ...FREE_PORTS)
    await vi.waitFor(() => expect(serve.out()).toContain('\n'), PATIENCE)
    expect(serve.out()).toMatch(/^Baton listens on http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}\n$/)
  })

  it('ends in order at SIGTERM', async () => {
    const { child, ended } = await listening()
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(existsSync(join(dir, 'data', 'core.lock'))).toBe(false)
  })

  it('refuses a second core of the folder, naming the first', async () => {
    const { said } = await listening()
    const second = baton('serve', '--port', '0', ...FREE_PORTS)
    expect(await second.ended).toBe(1)
    expect(second.err()).toContain(`(pid ${said.pid})`)
    expect(second.err()).toContain('--data-dir')
  })

  it('names the holder of a port in use and the way out', async () => {
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as AddressInfo
    const serve = baton('serve', '--port', String(port), ...FREE_PORTS)
    expect(await serve.ended).toBe(1)
    expect(serve.err()).toMatch(new RegExp(`${port}.*--port`))
    holder.close()
  })

  it.skipIf(process.platform === 'win32')('outlives its terminal', async () => {
    const pty = spawnPty(process.execPath, [CLI, 'serve', '--port', '0', ...FREE_PORTS], {
      env: environment(),
      cwd: dir,
    })
    pids.push(pty.pid)
    let seen = ''
    pty.onData((data) => (seen += data))
    await vi.waitFor(() => expect(seen).toMatch(/http:\S+/), PATIENCE)
    // A person gets a second line: how to come by another address.
    await vi.waitFor(() => expect(seen).toContain('`baton open`'), PATIENCE)
    const url = /http:\/\/[\d.:]+/.exec(seen)?.[0] ?? ''
    const closed = new Promise<void>((resolve) => pty.onExit(() => resolve()))
    // node-pty's own way to close the master side, as a terminal window does.
    ;(pty as unknown as { destroy(): void }).destroy()
    await Promise.race([
      closed,
      vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200), PATIENCE),
    ])
    const status = baton('status', '--json')
    await status.ended
    expect(JSON.parse(status.out())).toMatchObject({ live: true, pid: pty.pid })
  })
})

describe('without a core', { timeout: 30_000 }, () => {
  it('status, lists and logs answer from the folder', async () => {
    const status = baton('status', '--json')
    expect(await status.ended).toBe(0)
    expect(JSON.parse(status.out())).toMatchObject({ type: 'status', live: false, pid: null, series: [] })
    const checkpoints = baton('checkpoints')
    expect([await checkpoints.ended, checkpoints.out()]).toEqual([0, 'No checkpoints yet.\n'])
    const missing = baton('series', 'NONE', '--report')
    expect([await missing.ended, missing.out()]).toEqual([2, ''])
    expect(missing.err()).toMatch(/^baton: NONE: .+\. See/)
  })

  it('ends calmly when nobody reads on', async () => {
    const help = spawn('/bin/sh', ['-c', `"${process.execPath}" "${CLI}" run --help | true`], {
      env: environment(),
      cwd: dir,
    })
    let err = ''
    help.stderr.on('data', (data) => (err += data))
    await new Promise((resolve) => help.on('close', resolve))
    expect(err).toBe('')
  })
})
