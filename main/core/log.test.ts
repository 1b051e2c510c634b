import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readLog } from './log-files.ts'
import { openLog } from './log.ts'

const folder = () => join(mkdtempSync(join(tmpdir(), 'baton-log-')), 'logs')
const read = (dir: string, day: string) => readFileSync(join(dir, `${day}.log`), 'utf8')

it('writes one JSON line each, into a file of its owner alone', async () => {
  const dir = folder()
  const log = openLog({ dir, now: () => Date.parse('2026-11-22T10:00:00Z') })
  log.logger.info({ launchId: 'L1' }, 'started')
  log.logger.debug('too fine')
  await log.close()
  const line = JSON.parse(read(dir, '2026-11-22'))
  expect(line).toEqual({ level: 'info', time: '2026-11-22T10:00:00.000Z', launchId: 'L1', msg: 'started' })
  expect(statSync(join(dir, '2026-11-22.log')).mode & 0o777).toBe(0o600)
  expect(statSync(dir).mode & 0o777).toBe(0o700)
})

it('starts a new file at midnight and removes those of more than 14 days', async () => {
  const dir = folder()
  let now = Date.parse('2026-11-22T23:59:59Z')
  const log = openLog({ dir, now: () => now })
  log.logger.info('before')
  for (const day of ['2026-11-08', '2026-11-09']) writeFileSync(join(dir, `${day}.log`), '{}\n')
  writeFileSync(join(dir, 'notes.txt'), 'mine')
  now += 2_000
  log.logger.info('after')
  await log.close()
  await expect.poll(() => read(dir, '2026-11-22')).toContain('before')
  expect(read(dir, '2026-11-23')).toContain('after')
  expect(readdirSync(dir).sort()).toEqual(['2026-11-09.log', '2026-11-22.log', '2026-11-23.log', 'notes.txt'])
})

it('never writes a secret: by field, by form, by value', async () => {
  const dir = folder()
  const log = openLog({ dir })
  log.hide('hook-capability-of-L1')
  log.hide('a')
  log.logger.info({ token: 'aaaa-token', request: { headers: { authorization: 'bbbb-auth' } } }, 'field')
  log.logger.info({ launch: { env: { KEY: 'cccc-env' } } }, 'env')
  log.logger.error({ err: new Error('got Authorization: Bearer dddddddd-eeee and sk-ant-ffffffff') }, 'text')
  log.logger.warn(`asked with hook-capability-of-L1`)
  await log.close()
  const text = readLog({ dir, lines: 10 }).join('\n')
  expect(text).not.toMatch(/aaaa-token|bbbb-auth|cccc-env|dddddddd|ffffffff|hook-capability/)
  expect(text.match(/\[hidden\]/g)?.length).toBe(8)
  for (const line of text.split('\n')) JSON.parse(line)
})

it('reads the last lines over several days, of one id if asked', async () => {
  const dir = folder()
  expect(readLog({ dir, lines: 5 })).toEqual([])
  const log = openLog({ dir, now: () => Date.parse('2026-11-23T00:00:00Z') })
  writeFileSync(join(dir, '2026-11-22.log'), '{"n":1,"id":"S1"}\n{"n":2}\n')
  log.logger.info({ id: 'S1' }, 'three')
  log.logger.info('four')
  await log.close()
  const words = (lines: string[]) => lines.map((line) => JSON.parse(line)).map((entry) => entry.n ?? entry.msg)
  expect(words(readLog({ dir, lines: 3 }))).toEqual([2, 'three', 'four'])
  expect(words(readLog({ dir, id: 'S1', lines: 3 }))).toEqual([1, 'three'])
  expect(words(readLog({ dir, lines: 100 }))).toHaveLength(4)
})

it('goes on after it was closed, into the same file', async () => {
  const dir = folder()
  const now = () => Date.parse('2026-11-22T10:00:00Z')
  for (const word of ['one', 'two']) {
    const log = openLog({ dir, now })
    log.logger.info(word)
    await log.close()
  }
  expect(readLog({ dir, lines: 10 })).toHaveLength(2)
})
