import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readRegistry } from './registry.ts'

let config: string
beforeEach(async () => {
  config = await mkdtemp(join(tmpdir(), 'baton-registry-'))
  await mkdir(join(config, 'sessions'))
  return () => rm(config, { recursive: true })
})

const put = (name: string, content: unknown) =>
  writeFile(join(config, 'sessions', name), typeof content === 'string' ? content : JSON.stringify(content))

const entry = { pid: 12, sessionId: 's1', cwd: '/p', kind: 'interactive', status: 'waiting', updatedAt: 1795332306309 }

describe('readRegistry', () => {
  it('says what the session is doing', async () => {
    await put('12.json', { ...entry, waitingFor: 'permission prompt' })
    expect(await readRegistry(config, 12)).toEqual({
      sessionId: 's1',
      status: 'waiting',
      waitingFor: 'permission prompt',
      updatedAt: 1795332306309,
    })
    await put('12.json', { ...entry, status: 'idle' })
    expect(await readRegistry(config, 12)).toMatchObject({ status: 'idle', waitingFor: null })
  })

  it('knows nothing of a process that is not listed', async () => {
    await put('12.key', entry)
    expect(await readRegistry(config, 12)).toBeNull()
    expect(await readRegistry(join(config, 'none'), 12)).toBeNull()
  })

  it.each([
    ['half', '{"pid":12,"sess'],
    ['other', { ...entry, pid: 13 }],
    ['odd', { ...entry, status: 'dreaming' }],
  ])('takes a file that is %s as unknown', async (_, content) => {
    await put('12.json', content)
    expect(await readRegistry(config, 12)).toBeNull()
  })
})
