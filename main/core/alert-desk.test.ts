import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import type { Alert } from '../../contract/alerts.ts'
import { ALERTS_PLACE, type Notice } from '../../contract/notice.ts'
import { Settings } from '../../contract/settings.ts'
import type { Figure } from '../alerts/evaluate.ts'
import { alertTable, type AlertCalls } from '../store/alert-table.ts'
import type { AlertStore } from '../store/alert-types.ts'
import { migrate } from '../store/migrations.ts'
import { openAlertDesk, type AlertDesk } from './alert-desk.ts'
import { createNoticeDesk, type NoticeDesk } from './notice-desk.ts'

const NOON = new Date(2026, 10, 22, 12, 0).getTime()
const NIGHT = new Date(2026, 10, 22, 23, 0).getTime()

let dataDir: string
let table: AlertCalls
let figures: Figure[]
let settings: Settings
let now: number
let notices: NoticeDesk
let told: string[]
let changes: number
let looks: number
let desks: AlertDesk[]

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'baton-desk-'))
  const database = new Sqlite(':memory:')
  migrate(database)
  table = alertTable(database)
  figures = []
  now = NOON
  told = []
  changes = 0
  looks = 0
  desks = []
  rules({})
  notices = createNoticeDesk({
    series: () => null,
    settings: () => settings.notifications,
    now: () => now,
    changed: () => {},
    fault,
  })
})

afterEach(async () => {
  await Promise.all(desks.map((desk) => desk.close()))
  rmSync(dataDir, { recursive: true })
})

function fault(error: unknown): never {
  throw error
}

type Written = z.input<typeof Settings>

function rules(alerts: NonNullable<Written['alerts']>, notifications: Written['notifications'] = {}): void {
  const full = { id: 'full', fact: 'context' as const, above: 90, channels: ['in-app', 'desktop'] }
  settings = Settings.parse({ alerts: { rules: [full], ...alerts }, notifications })
}

async function open(): Promise<AlertDesk> {
  const calls = Object.entries(table).map(([name, call]) => [
    name,
    async (...args: never[]) => (call as (...given: never[]) => unknown)(...args),
  ])
  const desk = await openAlertDesk({
    store: Object.fromEntries(calls) as AlertStore,
    dataDir,
    env: { PATH: process.env['PATH'] ?? '' },
    settings: () => settings,
    notices,
    facts: async () => {
      looks += 1
      return { figures, partly: new Set() }
    },
    changed: () => void (changes += 1),
    fault,
    now: () => now,
    lookEveryMs: 10,
    lookPauseMs: 1,
  })
  desks.push(desk)
  desk.begin()
  return desk
}

async function looksAgain(): Promise<void> {
  const before = looks
  await vi.waitFor(() => expect(looks).toBeGreaterThan(before + 2))
}

function context(value: number | null, task = 'fix'): Figure {
  const about = { subject: task, project: '/home/ann/shop', agent: 'claude', seriesId: 's1', sessionId: 'a' } as const
  return { fact: 'context', key: `session ${task}`, value, ...about }
}

const reader = (): { notify: (notice: Notice) => void; kind: 'page' } => ({
  kind: 'page',
  notify: (notice) => void told.push(notice.title),
})
const list = (): Alert[] => table.alerts({ limit: 10, standing: false })
const deliveries = (): string[] =>
  list().flatMap(({ deliveries: all }) =>
    all.map(({ channel, event, state, why }) => [channel, event, state, why ?? ''].join(' ').trim()),
  )

describe('a rule that fires', () => {
  it('is kept, counted, noted and told once, in words that a person knows', async () => {
    notices.join(reader())
    const desk = await open()
    figures = [context(91.7)]
    await vi.waitFor(() => expect(deliveries()).toEqual(['in-app fired sent', 'desktop fired sent']))
    expect(list()).toMatchObject([
      {
        ruleId: 'full',
        subject: 'fix',
        title: 'fix: context at 91 % of its window',
        body: 'Rule full: context at 90 % and above',
        value: 91.7,
        above: 90,
        endedAt: null,
        seriesId: 's1',
      },
    ])
    expect(desk.count()).toMatchObject({ standing: 1, unacknowledged: 1 })
    expect(desk.firing('full')).toBe(1)
    expect(notices.notices()).toMatchObject([{ kind: 'alert', project: 'shop', task: '', seen: false }])
    expect(told).toEqual(['fix: context at 91 % of its window'])
    const before = changes
    figures = [context(95)]
    await looksAgain()
    expect([list().length, changes]).toEqual([1, before])
    figures = [context(20)]
    await vi.waitFor(() => expect(desk.count().standing).toBe(0))
    expect(list()).toMatchObject([{ endedAt: new Date(NOON).toISOString() }])
  })

  it('is told nobody who looks at it', async () => {
    notices.join(reader()).looking([ALERTS_PLACE])
    await open()
    figures = [context(99)]
    await vi.waitFor(() => expect(deliveries()).toContain('desktop fired sent you were looking at it'))
    expect(told).toEqual([])
    expect(notices.notices()).toMatchObject([{ seen: true }])
  })

  it('stands after a restart, and fires no second time', async () => {
    notices.join(reader())
    const first = await open()
    figures = [context(99)]
    await vi.waitFor(() => expect(first.count().standing).toBe(1))
    await vi.waitFor(() => expect(told).toHaveLength(1))
    await first.close()
    const second = await open()
    expect(second.count()).toMatchObject({ standing: 1, unacknowledged: 1 })
    figures = [context(99), context(99, 'other')]
    await vi.waitFor(() => expect(second.count().standing).toBe(2))
    expect(list()).toHaveLength(2)
    expect(told).toHaveLength(2)
  })
})

describe('in quiet hours', () => {
  const NIGHTLY = { quietHours: { from: '22:00', to: '07:00' } }
  const command = () => ({
    id: 'say',
    argv: [process.execPath, '-e', 'require("fs").appendFileSync("told", process.env.BATON_ALERT)'],
  })

  it('what is not urgent is held, and told when they end if it still stands', async () => {
    const full = { id: 'full', fact: 'context' as const, above: 90, channels: ['in-app', 'desktop', 'say'] }
    rules({ rules: [full], commands: [command()] }, NIGHTLY)
    now = NIGHT
    notices.join(reader())
    const desk = await open()
    figures = [context(99), context(99, 'short')]
    await vi.waitFor(() => expect(deliveries().filter((one) => one.includes('held quiet hours'))).toHaveLength(4))
    expect(notices.notices()).toHaveLength(2)
    figures = [context(99)]
    await vi.waitFor(() => expect(desk.count().standing).toBe(1))
    expect(existsSync(path.join(dataDir, 'told'))).toBe(false)
    now = NOON
    await vi.waitFor(() => expect(deliveries().filter((one) => one.includes('sent'))).toHaveLength(4), 5_000)
    expect(told).toEqual(['fix: context at 99 % of its window'])
    expect(JSON.parse(readFileSync(path.join(dataDir, 'told'), 'utf8'))).toMatchObject({
      subject: 'fix',
      project: 'shop',
    })
  })

  it('what is urgent is told to commands at once', async () => {
    const full = { id: 'full', fact: 'context' as const, above: 90, channels: ['say'], urgent: true }
    rules({ rules: [full], commands: [command()] }, NIGHTLY)
    now = NIGHT
    await open()
    figures = [context(99)]
    await vi.waitFor(() => expect(deliveries()).toEqual(['say fired sent']), 5_000)
    figures = []
    await vi.waitFor(() => expect(deliveries()).toEqual(['say fired sent', 'say ended sent']), 5_000)
    const lines = readFileSync(path.join(dataDir, 'told'), 'utf8')
      .split(/(?<=\})(?=\{)/)
      .map((line) => JSON.parse(line) as Alert)
    expect(lines.map(({ endedAt }) => endedAt === null)).toEqual([true, false])
    expect(lines[0]?.id).toBe(lines[1]?.id)
  })
})

describe('who acknowledges', () => {
  it('is told no more of it until it fires anew', async () => {
    const desk = await open()
    figures = [context(99)]
    await vi.waitFor(() => expect(deliveries()).toContain('desktop fired held no window or page of Baton is open'))
    const ids = list().map(({ id }) => id)
    expect(await desk.acknowledge([...ids, 'nowhere'])).toBe(1)
    expect(await desk.acknowledge(ids)).toBe(0)
    expect(desk.count()).toMatchObject({ standing: 1, unacknowledged: 0 })
    expect(notices.notices()).toMatchObject([{ seen: true }])
    notices.join(reader())
    figures = [context(10)]
    await vi.waitFor(() => expect(desk.count().standing).toBe(0))
    expect(told).toEqual([])
    figures = [context(99)]
    await vi.waitFor(() => expect(told).toHaveLength(1))
  })
})

describe('a test', () => {
  it('is sent over one channel as it stands in the settings', async () => {
    const commands = [
      { id: 'good', argv: [process.execPath, '-e', '0'] },
      { id: 'bad', argv: [process.execPath, '-e', 'console.error("no display"); process.exit(2)'] },
      { id: 'loose', argv: ['./x'] },
    ]
    rules({ commands })
    notices.join(reader())
    const desk = await open()
    const state = async (channel: string) => {
      const tested = await desk.test(channel)
      return tested.ok ? `${tested.value.state} ${tested.value.why ?? ''}`.trim() : tested.problem.code
    }
    expect(await state('in-app')).toBe('sent')
    expect(await state('desktop')).toBe('sent')
    expect(await state('good')).toBe('sent')
    expect(await state('bad')).toBe('failed it ended with code 2: no display')
    expect(await state('loose')).toBe('alert-channel-unfit')
    expect(await state('nowhere')).toBe('alert-channel-unknown')
    expect(told).toEqual(['A test of your alerts'])
    expect(list()).toEqual([])
  })
})

it('ends all when alerts are switched off', async () => {
  const desk = await open()
  figures = [context(99)]
  await vi.waitFor(() => expect(desk.count().standing).toBe(1))
  rules({ enabled: false })
  desk.changed()
  await vi.waitFor(() => expect(desk.count().standing).toBe(0))
})
