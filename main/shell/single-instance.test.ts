import { expect, it } from 'vitest'
import { acquireCoreLock } from '../store/lock.ts'
import { testFolder } from '../store/testing.ts'
import { FakeApp } from './fake-electron.ts'
import { claimInstance, explainRefusal } from './single-instance.ts'

it('a second launch calls the first to the front, and sends nothing along', () => {
  const app = new FakeApp()
  let came = 0
  expect(claimInstance(app, () => void came++)).toBe(true)
  expect(app.calls).toEqual(['lock with 0 arguments'])
  app.emitter.emit('second-instance', {}, ['baton', '--hidden'], '/somewhere')
  expect(came).toBe(1)
})

it('one that is not the first hears of no others', () => {
  const app = new FakeApp()
  app.isFirst = false
  expect(claimInstance(app, () => {})).toBe(false)
  expect(app.emitter.listenerCount('second-instance')).toBe(0)
})

it('says who lives, or that a lock was left behind', async () => {
  const { dir, remove } = testFolder()
  try {
    expect(await explainRefusal(dir, `${dir}/desktop`)).toContain(`remove ${dir}/desktop/SingletonLock`)
    const lock = await acquireCoreLock({ dir, version: '1' })
    if (!lock.ok) throw new Error(lock.problem.cause)
    expect(await explainRefusal(dir, `${dir}/desktop`)).toBe(
      `Baton already runs (pid ${process.pid}); its window was called to the front.`,
    )
    await lock.value.release()
  } finally {
    remove()
  }
})
