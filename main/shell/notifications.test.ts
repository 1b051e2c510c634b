import { expect, it } from 'vitest'
import type { Notice } from '../../contract/notice.ts'
import { fakeElectron } from './fake-electron.ts'
import { createNotifications, noticeRoute } from './notifications.ts'
import { notice } from './testing.ts'

function told() {
  const fake = fakeElectron()
  const clicked: string[] = []
  const unsupported: string[] = []
  const notifications = createNotifications({
    electron: fake.electron,
    clicked: ({ id }) => void clicked.push(id),
    unsupported: ({ id }) => void unsupported.push(id),
  })
  return { ...fake, show: notifications.show, all: notifications, clicked, unsupported }
}

it('says what happened, where and why', () => {
  const { show, notifications } = told()
  show(notice({ urgent: true, title: 'checkout needs you', body: 'It makes no progress.' }))
  expect(notifications.map(({ options, shown }) => [options, shown])).toEqual([
    [
      {
        title: 'checkout needs you',
        body: 'shop / checkout\nIt makes no progress.',
        urgency: 'critical',
        silent: false,
      },
      1,
    ],
  ])
})

it('one thing is told once, however often the core says it', () => {
  const { show, notifications } = told()
  for (let n = 0; n < 3; n++) show(notice())
  show(notice({ id: 'n2' }))
  for (let n = 0; n < 900; n++) show(notice({ id: `other ${n}` }))
  show(notice())
  expect(notifications.filter(({ options }) => options.title === notice().title)).toHaveLength(902)
})

it('a click leads to what it is about, once', () => {
  const { show, notifications, clicked } = told()
  show(notice())
  notifications[0]?.emitter.emit('click')
  expect(clicked).toEqual(['n1'])
})

it.each<[Partial<Notice>, string]>([
  [{ kind: 'permission' }, '/terminal/s1'],
  [{ kind: 'attention' }, '/terminal/s1'],
  [{ kind: 'cycle' }, '/series/s1'],
  [{ kind: 'finished' }, '/series/s1'],
  [{ kind: 'due', urgent: true }, '/terminal/s1'],
  [{ kind: 'alert', urgent: true }, '/alerts'],
  [{ kind: 'alert', seriesId: null }, '/alerts'],
  [{ kind: 'cycle', seriesId: '../x?y#z' }, '/series/..%2Fx%3Fy%23z'],
])('%j leads to %s', (change, route) => {
  expect(noticeRoute(notice(change))).toBe(route)
})

it('what was seen elsewhere is taken off the screen', () => {
  const { all, show, notifications } = told()
  show(notice())
  all.seen('n1')
  all.seen('unknown')
  expect(notifications[0]?.closed).toBe(1)
  show(notice({ id: 'n2' }))
  notifications[1]?.emitter.emit('close')
  all.close()
  expect(notifications[1]?.closed).toBe(0)
})

it('without notifications the window is to catch the eye, once as well', () => {
  const { show, notifications, world, unsupported } = told()
  world.notificationsSupported = false
  show(notice())
  show(notice())
  expect([notifications.length, unsupported]).toEqual([0, ['n1']])
})

it('does not say the task twice', () => {
  const { show, notifications } = told()
  show(notice({ title: 'checkout: done', body: 'All is ticked.' }))
  expect(notifications[0]?.options.body).toBe('shop\nAll is ticked.')
})

it('what an agent wrote is one short line', () => {
  const { show, notifications } = told()
  show(notice({ title: 'a\u001b[31m\nb', body: 'x'.repeat(1_000), task: 'evil\u202E' }))
  const { title, body } = notifications[0]?.options ?? {}
  expect(title).toBe('a[31m b')
  expect(body).toMatch(/^shop \/ evil\nx{299}…$/)
})
