import { expect, it, onTestFinished, vi } from 'vitest'
import { openTestStore, testFolder } from '../store/testing.ts'
import { hostSession, type HostedSession, type LastScreen } from './hosted-session.ts'
import { cleanEnvironment, UNHEARD, watchingViewer } from './testing.ts'

async function hosted(script: string) {
  const { dir, remove } = testFolder()
  const store = await openTestStore(dir)
  const screens: LastScreen[] = []
  const made = hostSession({
    launchId: 'S-1',
    sessionId: 's1',
    prepared: {
      file: 'bash',
      args: ['-c', script],
      env: cleanEnvironment({ HOME: dir }),
      cwd: dir,
      statusLineFile: `${dir}/status.json`,
      settingsFile: `${dir}/settings.json`,
      telemetry: null,
    },
    store,
    events: UNHEARD,
    lastScreen: (screen) => void screen.then((one) => screens.push(one)),
  })
  if (!made.ok) throw new Error(made.problem.cause)
  const session: HostedSession = made.value
  onTestFinished(async () => {
    await session.end()
    await session.close()
    await store.close()
    remove()
  })
  return { session, screens }
}

it('gives what the terminal showed last when the program ends by itself', async () => {
  const { session, screens } = await hosted('printf "\\033]0;my title\\007last words"; read x; exit 3')
  const viewer = watchingViewer()
  const place = session.attach(viewer, { columns: 90, rows: 20 })
  await vi.waitFor(() => expect(viewer.text).toContain('last words'))
  place.write(Buffer.from('\r'))
  await vi.waitFor(() => expect(screens).toHaveLength(1))
  expect(screens[0]).toMatchObject({ columns: 90, rows: 20, title: 'my title', why: 'exited with code 3' })
  expect(screens[0]?.text).toContain('last words')
})

it('gives the words that the program writes when it is ended, though it is closed at once', async () => {
  const { session, screens } = await hosted(
    'trap "echo good bye; exit 0" TERM; echo up; while :; do read -t 0.05 x; done',
  )
  const viewer = watchingViewer()
  session.attach(viewer, null)
  await vi.waitFor(() => expect(viewer.text).toContain('up'))
  await session.end()
  await session.close()
  expect(screens).toHaveLength(1)
  expect(screens[0]?.text).toContain('good bye')
  expect(viewer.why).toBe('exited with code 0')
})

it('lets the viewer size the terminal at whose keys a person is', async () => {
  const { session } = await hosted('read x')
  const { terminal } = session
  const sized = () => `${terminal.columns}x${terminal.rows}`
  const one = session.attach(watchingViewer(), { columns: 80, rows: 24 })
  const two = session.attach(watchingViewer(), { columns: 100, rows: 30 })
  const watching = session.attach(watchingViewer(), null)
  expect(sized()).toBe('100x30')
  one.write(Buffer.from('a'))
  expect(sized()).toBe('80x24')
  // An answer of the terminal itself, and keys at a viewer that takes what there is.
  two.write(Buffer.from('\u001b[?1;2c\u001b[I'))
  watching.write(Buffer.from('b'))
  expect(sized()).toBe('80x24')
  one.detach()
  expect(sized()).toBe('100x30')
})
