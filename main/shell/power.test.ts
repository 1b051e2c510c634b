import { expect, it } from 'vitest'
import { fakeElectron, fakeEvent } from './fake-electron.ts'
import { watchPower } from './power.ts'
import { testLog } from './testing.ts'

function watched() {
  const fake = fakeElectron()
  const heard: string[] = []
  const power = watchPower({
    electron: fake.electron,
    hint: () => void heard.push('hint'),
    shutdown(delay) {
      heard.push('shutdown')
      delay()
    },
    log: testLog(),
  })
  return { ...fake, events: fake.power, power, heard }
}

it('takes sleep, waking and the lock as hints', () => {
  const { events, heard } = watched()
  for (const event of ['suspend', 'resume', 'lock-screen', 'unlock-screen']) events.emit(event)
  expect(heard).toEqual(['hint', 'hint', 'hint', 'hint'])
})

it('asks a machine that shuts down to wait', () => {
  const { events, heard } = watched()
  const event = fakeEvent()
  events.emit('shutdown', event)
  expect([heard, event.defaultPrevented]).toEqual([['shutdown'], true])
})

it('holds the machine awake once, however often it is said, and lets it go again', () => {
  const { power, blockers } = watched()
  power.keepAwake(false)
  expect(blockers.size).toBe(0)
  power.keepAwake(true)
  power.keepAwake(true)
  expect(blockers.size).toBe(1)
  power.keepAwake(false)
  power.keepAwake(false)
  expect(blockers.size).toBe(0)
  power.keepAwake(true)
  expect([...blockers]).toEqual([2])
})
