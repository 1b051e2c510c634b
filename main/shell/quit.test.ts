import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { fakeElectron } from './fake-electron.ts'
import { createQuit, quitQuestion, safeEndProgress, type QuitParts } from './quit.ts'
import { testLog } from './testing.ts'

/** Buttons of the question where a tray is proven. */
const [TRAY, END, CANCEL] = [0, 1, 2]

function quitting(change: Partial<QuitParts> = {}, live = 2) {
  const fake = fakeElectron()
  const log = testLog()
  const did: string[] = []
  const world = { live, own: true }
  const quit = createQuit({
    electron: fake.electron,
    ownsCore: () => world.own,
    liveSessions: () => world.live,
    isTrayProven: async () => true,
    async endCore(force): Promise<Outcome<unknown>> {
      did.push(force ? 'end safely' : 'end if idle')
      if (!force && world.live > 0) return failure('core-busy', 'core', 'a series runs', 'force it')
      world.live = 0
      return success(undefined)
    },
    hurry: async () => void did.push('hurry'),
    hideWindow: () => void did.push('hide'),
    progress: (state) => void did.push(state === null ? 'progress over' : state.text),
    stop: async () => void did.push('stop'),
    log,
    ...change,
  })
  return { ...fake, quit, did, state: world, log, answer: (response: number) => (fake.world.response = response) }
}

const quits = ({ app }: ReturnType<typeof quitting>) => app.calls.filter((call) => call === 'quit').length

describe('Quit with live sessions', () => {
  it('asks, and keeps running in the tray', async () => {
    const all = quitting()
    all.answer(TRAY)
    await all.quit.request('quit')
    expect(all.asked.map(({ message, buttons }) => [message, buttons])).toEqual([
      ['2 sessions are live', ['Keep running in the tray', 'End safely and quit', 'Cancel']],
    ])
    expect(all.did).toEqual(['end if idle', 'hide'])
    expect([quits(all), all.quit.decided()]).toEqual([0, false])
  })

  it('ends each safely first, says how far it is, then quits', async () => {
    const all = quitting()
    all.answer(END)
    await all.quit.request('quit')
    expect(all.did).toEqual([
      'end if idle',
      'Ending safely: 0 of 2 sessions ended',
      'end safely',
      'progress over',
      'stop',
    ])
    expect([quits(all), all.quit.decided()]).toEqual([1, true])
  })

  it('stays as it was when the person thinks better of it', async () => {
    const all = quitting()
    all.answer(CANCEL)
    await all.quit.request('quit')
    expect(all.did).toEqual(['end if idle'])
    expect([quits(all), all.quit.decided()]).toEqual([0, false])
  })

  it('stays when the dialog was closed in another way', async () => {
    const all = quitting()
    all.answer(17)
    await all.quit.request('close')
    expect(quits(all)).toBe(0)
  })

  it('stays when a session could not be ended, and says so', async () => {
    const all = quitting({
      endCore: async (force) => failure(force ? 'disk-full' : 'core-busy', 'disk', 'it is full', 'make room'),
    })
    all.answer(END)
    await all.quit.request('quit')
    expect(all.asked.at(-1)).toMatchObject({ type: 'error', detail: 'disk: it is full. Make room.' })
    expect([quits(all), all.quit.decided()]).toEqual([0, false])
  })

  it('asks also where the core itself fails to answer, while something lives in it', async () => {
    const all = quitting({ endCore: async () => failure('internal', 'core.quit', 'it failed', 'see the log') })
    all.answer(CANCEL)
    await all.quit.request('quit')
    expect([all.asked.length, all.did, quits(all)]).toEqual([1, [], 0])
    all.state.live = 0
    await all.quit.request('quit')
    expect([all.asked.length, all.did, quits(all)]).toEqual([1, ['stop'], 1])
  })

  it('asks once, whoever else wants to quit meanwhile', async () => {
    const all = quitting()
    all.answer(CANCEL)
    await Promise.all([all.quit.request('quit'), all.quit.request('close'), all.quit.request('quit')])
    expect(all.asked).toHaveLength(1)
    await all.quit.request('quit')
    expect(all.asked).toHaveLength(2)
  })
})

describe('Quit once more while sessions end', () => {
  it('offers to wait or to end them now, once at a time', async () => {
    const ended = Promise.withResolvers<Outcome<unknown>>()
    const all = quitting({
      endCore: (force) => (force ? ended.promise : Promise.resolve(failure('core-busy', 'core', 'busy', 'force it'))),
    })
    all.answer(END)
    const done = all.quit.request('quit')
    await vi.waitFor(() => expect(all.did).toContain('Ending safely: 0 of 2 sessions ended'))
    all.answer(0)
    await all.quit.request('quit')
    expect(all.did).not.toContain('hurry')
    all.answer(1)
    await Promise.all([all.quit.request('quit'), all.quit.request('quit')])
    expect(all.did.filter((one) => one === 'hurry')).toHaveLength(1)
    expect(all.asked.map(({ buttons }) => buttons?.at(-1))).toEqual(['Cancel', 'End now', 'End now'])
    ended.resolve(success(undefined))
    await done
    expect(quits(all)).toBe(1)
  })
})

describe('every other way out', () => {
  it('quits without a question when nothing lives', async () => {
    const all = quitting({}, 0)
    await all.quit.request('quit')
    expect([all.asked.length, all.did, quits(all)]).toEqual([0, ['end if idle', 'stop'], 1])
  })

  it('leaves a core of another process alone', async () => {
    const all = quitting()
    all.state.own = false
    await all.quit.request('quit')
    expect([all.asked.length, all.did, quits(all)]).toEqual([0, ['stop'], 1])
  })

  it('Electron itself quits only once it is decided', async () => {
    const all = quitting()
    all.answer(END)
    all.app.quit()
    expect(all.app.calls).toEqual(['quit prevented'])
    await vi.waitFor(() => expect(all.app.calls).toEqual(['quit prevented', 'quit']))
    expect(all.did).toContain('end safely')
  })

  it('installs an update in place of the plain end, never under a live session', async () => {
    const all = quitting()
    all.answer(1)
    const install = vi.fn<() => void>()
    await all.quit.request('update', install)
    expect(all.asked[0]?.buttons).toEqual(['End safely and update', 'Cancel'])
    expect(install).not.toHaveBeenCalled()
    all.answer(0)
    await all.quit.request('update', install)
    expect(install).toHaveBeenCalledTimes(1)
    expect(all.did.slice(-2)).toEqual(['progress over', 'stop'])
    expect(quits(all)).toBe(0)
  })

  it('ends with a core that was ended by somebody else, without a question', async () => {
    const all = quitting({}, 0)
    await all.quit.coreEnded()
    expect([all.asked.length, all.did, quits(all)]).toEqual([0, ['stop'], 1])
  })

  it('says that it could not start by its exit code', async () => {
    const all = quitting({}, 0)
    await all.quit.fail()
    expect(all.app.calls).toEqual(['exit 1'])
  })
})

describe('a machine that shuts down', () => {
  it('has sessions kept without a question', async () => {
    const all = quitting()
    await all.quit.shutdown()
    expect([all.asked.length, all.did, quits(all)]).toEqual([0, ['end safely', 'stop'], 1])
    expect(all.log.lines[0]).toContain('checkpointed')
  })

  it('is not kept from it by an open question', async () => {
    const asked = Promise.withResolvers<never>()
    const all = quitting()
    all.electron.dialog.showMessageBox = () => asked.promise
    void all.quit.request('quit')
    await all.quit.shutdown()
    expect(quits(all)).toBe(1)
  })
})

describe('nothing holds an end that is decided', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('not a room that does not close', async () => {
    const all = quitting({ stop: () => new Promise(() => {}) }, 0)
    const done = all.quit.request('quit')
    await vi.advanceTimersByTimeAsync(10_000)
    await done
    expect(all.app.calls).toEqual(['exit 1'])
  })

  it('not a session that cannot be kept before the machine is off', async () => {
    const all = quitting({ endCore: () => new Promise(() => {}) })
    const done = all.quit.shutdown()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(all.did).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(all.did).toEqual(['hurry'])
    await vi.advanceTimersByTimeAsync(20_000)
    await done
    expect(quits(all)).toBe(1)
    expect(all.log.lines.at(-1)).toContain('not all sessions were kept')
  })
})

it('the question fits what lives and what there is', () => {
  expect(quitQuestion('quit', 1, false)).toMatchObject({
    options: { message: 'One session is live', buttons: ['End safely and quit', 'Cancel'], defaultId: 1, cancelId: 1 },
    answers: ['end', 'cancel'],
  })
  expect(quitQuestion('close', 0, true).options.message).toBe('A series is live')
})

it('progress counts what ended of what lived', () => {
  expect(safeEndProgress(4, 3)).toEqual({ text: 'Ending safely: 1 of 4 sessions ended', fraction: 0.25 })
  expect(safeEndProgress(2, 5)).toMatchObject({ fraction: 0 })
})
