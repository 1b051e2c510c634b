import Sqlite from 'better-sqlite3'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openQueue, type ForwardQueue, type QueueEntry } from './queue.ts'

const MOST = { requests: 64, bytes: 1_000 }
const NONE = new Set<number>()
let file = ''

beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-queue-'))
  file = path.join(folder, 'forward.db')
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

function open(limit = 1_000_000): ForwardQueue {
  const opened = openQueue(file, limit)
  if (!opened.ok) throw new Error(opened.problem.cause)
  return opened.value
}

function entry(body: string, at = 1, encoding: QueueEntry['encoding'] = 'protobuf'): QueueEntry {
  return { signal: 'logs', encoding, body: Buffer.from(body), at }
}

function texts(queue: ForwardQueue, most = MOST): string[] {
  return queue.head('logs', most).map(({ body }) => Buffer.from(body).toString())
}

describe('the queue', () => {
  it('gives the oldest of a signal first, as many as fit', async () => {
    const queue = open()
    queue.add(
      ['a'.repeat(600), 'b'.repeat(300), 'c'.repeat(300)].map((body) => entry(body)),
      NONE,
    )
    queue.add([{ ...entry('other'), signal: 'traces' }], NONE)
    expect(texts(queue).map((text) => text[0])).toEqual(['a', 'b'])
    expect(texts(queue, { requests: 1, bytes: 1_000 })).toHaveLength(1)
    expect(texts(queue, { requests: 64, bytes: 1 })).toHaveLength(1)
    expect(queue.head('metrics', MOST)).toEqual([])
    await queue.close()
  })

  it('gives JSON one by one, and ends a run of protobuf where JSON comes', async () => {
    const queue = open()
    queue.add([entry('1'), entry('2'), entry('{}', 1, 'json'), entry('[]', 1, 'json'), entry('3')], NONE)
    const seen: string[][] = []
    for (let head = queue.head('logs', MOST); head.length > 0; head = queue.head('logs', MOST)) {
      seen.push(head.map(({ body }) => Buffer.from(body).toString()))
      queue.remove(head.map(({ id }) => id))
    }
    expect(seen).toEqual([['1', '2'], ['{}'], ['[]'], ['3']])
    await queue.close()
  })

  it('holds what it held, in its order, and its name, after it was closed', async () => {
    const before = open()
    before.add([entry('first', 5), entry('second', 4)], NONE)
    const { installation } = before
    await before.close()
    expect(before.totals()).toEqual({ requests: 2, bytes: 11, oldestAt: null })
    const queue = open()
    expect(queue.installation).toBe(installation)
    expect(installation).toMatch(/^[0-9a-f-]{36}$/)
    expect(queue.totals()).toEqual({ requests: 2, bytes: 11, oldestAt: 5 })
    expect(texts(queue)).toEqual(['first', 'second'])
    await queue.close()
  })

  it('lets the oldest go above its limit, but none that is under way', async () => {
    const queue = open(5_000)
    expect(queue.add([entry('a'.repeat(2_000)), entry('b'.repeat(2_000))], NONE)).toBe(0)
    const [first] = queue.head('logs', MOST)
    expect(queue.add([entry('c'.repeat(2_000))], new Set([first?.id ?? 0]))).toBe(1)
    expect(texts(queue, { requests: 9, bytes: 9_999 }).map((text) => text[0])).toEqual(['a', 'c'])
    await queue.close()
  })

  it('takes none that is larger than all its room, and counts a flood of empty ones', async () => {
    const queue = open(5_000)
    expect(queue.add([entry('a'.repeat(6_000))], NONE)).toBe(1)
    expect(queue.totals()).toEqual({ requests: 0, bytes: 0, oldestAt: null })
    expect(
      queue.add(
        Array.from({ length: 1_000 }, () => entry('')),
        NONE,
      ),
    ).toBeGreaterThan(900)
    await queue.close()
  })

  it('counts as the file does when a transaction fails', async () => {
    const queue = open()
    const broken = { ...entry('x'), at: Number.NaN }
    expect(() => queue.add([entry('good'), broken], NONE)).toThrow(/NOT NULL|STRICT|datatype/i)
    expect(queue.totals()).toEqual({ requests: 0, bytes: 0, oldestAt: null })
    await queue.close()
  })

  it('waits for the disk as often as it is asked, from the first', async () => {
    const queue = open()
    await queue.sync()
    queue.add([entry('a')], NONE)
    await Promise.all([queue.sync(), queue.sync()])
    await queue.close()
    await expect(queue.sync()).rejects.toThrow(/./)
  })

  it('gives the disk back', async () => {
    const queue = open(50_000_000)
    queue.add(
      Array.from({ length: 24 }, () => entry('x'.repeat(250_000))),
      NONE,
    )
    queue.remove(queue.head('logs', { requests: 64, bytes: 50_000_000 }).map(({ id }) => id))
    let pieces = 0
    while (queue.shrink()) pieces += 1
    await queue.close()
    expect(pieces).toBeGreaterThan(1)
    expect(statSync(file).size).toBeLessThan(5_000_000)
  })

  it('lets go of signals that are no longer wanted', async () => {
    const queue = open()
    queue.add([entry('a'), { ...entry('b'), signal: 'traces' }, { ...entry('c'), signal: 'metrics' }], NONE)
    expect(queue.keepOnly(['logs'])).toBe(2)
    expect(queue.totals().requests).toBe(1)
    await queue.close()
  })

  it('says what is wrong with the file instead of throwing', async () => {
    writeFileSync(file, 'this is no database, however long it may be '.repeat(100))
    expect(openQueue(file, 1)).toMatchObject({ ok: false, problem: { code: 'database-corrupt' } })
    rmSync(file)
    const torn = open()
    torn.add(
      Array.from({ length: 200 }, () => entry('x'.repeat(500))),
      NONE,
    )
    await torn.close()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0x5a, 8_192, bytes.length - 8_192))
    expect(openQueue(file, 1)).toMatchObject({ ok: false, problem: { code: 'database-corrupt' } })
    rmSync(file)
    await open().close()
    const newer = new Sqlite(file)
    newer.pragma('user_version = 99')
    newer.close()
    expect(openQueue(file, 1)).toMatchObject({ ok: false, problem: { code: 'forward-queue-newer' } })
    expect(openQueue(path.join(file, 'beneath-a-file'), 1).ok).toBe(false)
  })
})
