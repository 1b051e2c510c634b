import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { processStart } from '../store/process-start.ts'
import { isHere, registeredSession, registeredSessions } from './registered.ts'

let config: string
beforeEach(async () => {
  config = await mkdtemp(join(tmpdir(), 'baton-registered-'))
  await mkdir(join(config, 'sessions'))
  return () => rm(config, { recursive: true })
})

async function list(pid: number, more: object = {}): Promise<void> {
  const entry = { pid, sessionId: `s${pid}`, cwd: '/p', status: 'idle', startedAt: Date.now(), updatedAt: 1, ...more }
  await writeFile(join(config, 'sessions', `${pid}.json`), JSON.stringify(entry))
}

describe('registeredSessions', () => {
  it('names the process that wrote the entry', async () => {
    const start = await processStart(process.pid)
    await list(process.pid, { procStart: start })
    expect(await registeredSessions(config)).toMatchObject([
      { sessionId: `s${process.pid}`, status: 'idle', cwd: '/p', mark: { pid: process.pid, start } },
    ])
    expect(await registeredSession(config, `s${process.pid}`)).toMatchObject({ pid: process.pid })
    expect(await registeredSession(config, 'another')).toBeNull()
  })

  it('leaves out what a killed process left behind', async () => {
    const child = spawn('/bin/sleep', ['60'])
    const pid = child.pid ?? 0
    await list(pid, { procStart: await processStart(pid) })
    expect(await registeredSessions(config)).toHaveLength(1)
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    expect(await registeredSessions(config)).toEqual([])
  })

  it.runIf(process.platform === 'linux')('leaves out an entry whose pid has passed to another process', async () => {
    await list(process.pid, { procStart: '1' })
    expect(await registeredSessions(config)).toEqual([])
  })

  it('reads entries alone, and none where there is no such folder', async () => {
    await writeFile(join(config, 'sessions', `${process.pid}.secret.key`), '{}')
    await writeFile(join(config, 'sessions', '7.json'), '{"pid":8,"sessionId":"x","status":"idle"}')
    expect(await registeredSessions(config)).toEqual([])
    expect(await registeredSessions(join(config, 'none'))).toEqual([])
  })
})

describe('isHere', () => {
  const own = { machine: 'm', namespace: 'pid:[1]' }
  it.each([
    ['linux:m:pid:[1]', true],
    ['linux:m:pid:[2]', false],
    ['linux:other:pid:[1]', false],
    [null, true],
    ['darwin:x', true],
  ])('%s: %s', (domain, here) => {
    expect(isHere(domain, own)).toBe(here)
  })

  it('takes for its own what cannot be told apart', () => {
    expect(isHere('linux:other:pid:[2]', { machine: null, namespace: null })).toBe(true)
  })
})
