import { beforeEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import { ALERTS_PLACE, type Notice } from '../../contract/notice.ts'
import { Settings } from '../../contract/settings.ts'
import type { NoticeReader } from '../server/types.ts'
import { createNoticeDesk, type NoticeDesk } from './notice-desk.ts'

const NOON = new Date(2026, 10, 22, 12).getTime()
const NIGHT = new Date(2026, 10, 23, 2).getTime()

let desk: NoticeDesk
let changed: Notice[]
let told: string[]
let rules: Settings['notifications']
let now: number
let seqs: Map<string, number>
beforeEach(() => {
  changed = []
  told = []
  rules = Settings.parse({}).notifications
  now = NOON
  seqs = new Map()
  desk = createNoticeDesk({
    series: (id) => (id === 'gone' ? null : { project: `/home/ada/${id}`, task: 'fix', sessionId: 's', hold: null }),
    settings: () => rules,
    now: () => now,
    changed: (notice) => void changed.push(notice),
    fault: (error) => {
      throw error
    },
  })
})

const join = (name: string, kind: NoticeReader['kind'] = 'page') =>
  desk.join({ kind, notify: ({ id }) => void told.push(`${name} ${id}`) })

function happens(series: string, event: Partial<RunEvent> = {}): void {
  const seq = (seqs.get(series) ?? 0) + 1
  seqs.set(series, seq)
  const whole = { type: 'needs-attention', at: new Date(now).toISOString(), series, why: 'look', ...event } as RunEvent
  desk.event({ seq, event: whole })
}
const limit = { type: 'waiting', for: 'limit', kind: 'limit' } as const

describe('a notice', () => {
  it('is kept, newest first, though nobody is there to be told', () => {
    happens('a')
    happens('b')
    happens('gone')
    expect(desk.notices()).toMatchObject([
      { id: 'b:1', project: 'b', seen: false },
      { id: 'a:1', project: 'a' },
    ])
    expect(changed.map(({ id }) => id)).toEqual(['a:1', 'b:1'])
    join('late')
    expect(told).toEqual([])
  })

  it('is one, however often its event is given', () => {
    join('page')
    happens('a')
    seqs.clear()
    happens('a')
    expect(desk.notices()).toHaveLength(1)
    expect(told).toEqual(['page a:1'])
  })

  it('pushes the oldest of two hundred out', () => {
    for (let n = 0; n <= 200; n += 1) happens('a')
    expect(desk.notices()).toHaveLength(200)
    expect(desk.notices().at(-1)?.id).toBe('a:2')
  })

  it('is made from what its series was told before', () => {
    happens('a', limit)
    happens('b', { type: 'session.resumed' })
    happens('a', { type: 'session.resumed' })
    expect(desk.notices().map(({ kind, id }) => `${kind} ${id}`)).toEqual(['limit-over a:2', 'limit a:1'])
  })
})

describe('one reader is told', () => {
  it('and no other: the desktop first', () => {
    join('desktop', 'desktop')
    join('page').looking(['b'])
    happens('a')
    expect(told).toEqual(['desktop a:1'])
  })

  it('the page that was active last, where there is no desktop', () => {
    const [first, second] = [join('first'), join('second')]
    happens('a')
    first.looking(['b'])
    happens('a')
    second.looking([])
    happens('a')
    first.leave()
    happens('a')
    second.leave()
    happens('a')
    expect(told).toEqual(['second a:1', 'first a:2', 'first a:3', 'second a:4'])
  })

  it('nobody while anyone looks at the series', () => {
    join('desktop', 'desktop')
    const page = join('page')
    page.looking(['a'])
    happens('a')
    expect(told).toEqual([])
    expect(desk.notices()).toMatchObject([{ seen: true }])
    page.looking([])
    happens('a')
    expect(told).toEqual(['desktop a:2'])
  })

  it('nobody of any series that stands beside another before their eyes', () => {
    join('desktop', 'desktop')
    happens('b')
    const page = join('page')
    page.looking(['a', 'b'])
    happens('a')
    happens('b')
    happens('c')
    expect(told).toEqual(['desktop b:1', 'desktop c:1'])
    expect(desk.notices().map(({ id, seen }) => `${id} ${seen}`)).toEqual([
      'c:1 false',
      'b:2 true',
      'a:1 true',
      'b:1 true',
    ])
    page.looking(['b'])
    happens('a')
    expect(told.at(-1)).toBe('desktop a:2')
  })

  it('nobody who wants none, in quiet hours or of that kind; it is kept still', () => {
    join('page')
    rules = { ...rules, quietHours: { from: '22:00', to: '07:00' } }
    now = NIGHT
    happens('a')
    rules = { ...rules, urgentInQuietHours: true }
    happens('a', limit)
    happens('a')
    now = NOON
    rules = { ...rules, kinds: { attention: false } }
    happens('a')
    rules = { ...rules, enabled: false }
    happens('a', limit)
    expect(told).toEqual(['page a:3'])
    expect(desk.notices()).toHaveLength(5)
  })
})

describe('a notice of an alert', () => {
  const alert: Notice = {
    id: 'alert:1',
    kind: 'alert',
    at: new Date(NOON).toISOString(),
    seriesId: null,
    sessionId: null,
    project: '',
    task: '',
    title: '$51.00 today',
    body: '',
    urgent: false,
    seen: false,
  }

  it('is kept once, told to nobody by that', () => {
    join('page')
    desk.keep(alert)
    desk.keep(alert)
    expect(desk.notices()).toEqual([alert])
    expect(told).toEqual([])
  })

  it('is told as its person wants it, and says whether it was', () => {
    expect(desk.tell(alert)).toBe('nobody')
    const page = join('page')
    expect(desk.tell(alert)).toBe('told')
    rules = { ...rules, kinds: { alert: false } }
    expect(desk.tell(alert)).toBe('off')
    rules = { ...rules, kinds: {}, quietHours: { from: '22:00', to: '07:00' } }
    now = NIGHT
    expect(desk.tell(alert)).toBe('quiet')
    now = NOON
    page.looking([ALERTS_PLACE])
    expect(desk.tell(alert)).toBe('looked-at')
    page.looking(['a'])
    expect(desk.tell({ ...alert, seriesId: 'a' })).toBe('looked-at')
    expect(told).toEqual(['page alert:1'])
  })

  it('is seen by who looks at the alerts', () => {
    desk.keep(alert)
    happens('a')
    join('page').looking([ALERTS_PLACE])
    expect(desk.notices().filter(({ seen }) => seen)).toMatchObject([{ id: 'alert:1' }])
  })
})

describe('a notice is seen', () => {
  it('when a person looks at its series', () => {
    happens('a')
    happens('b')
    changed = []
    const page = join('page')
    page.looking(['a'])
    page.looking(['a'])
    expect(changed).toMatchObject([{ id: 'a:1', seen: true }])
    expect(desk.notices()).toMatchObject([
      { id: 'b:1', seen: false },
      { id: 'a:1', seen: true },
    ])
  })

  it('when a client says so; unknown ones are none', () => {
    happens('a')
    happens('a')
    changed = []
    desk.seen(['a:1', 'x:9'])
    expect(changed).toMatchObject([{ id: 'a:1', seen: true }])
  })
})
