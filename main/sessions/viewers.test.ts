import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openScreen } from './screen.ts'
import { watchingViewer } from './testing.ts'
import { Viewers } from './viewers.ts'

function shown() {
  const screen = openScreen(80, 24, () => {})
  const viewers = new Viewers((taken) => screen.snapshot(taken))
  onTestFinished(() => {
    viewers.close('over')
    screen.dispose()
  })
  const pass = (text: string) => {
    screen.write(text, () => {})
    viewers.output(text)
  }
  const size = (columns: number, rows: number) => {
    screen.resize(columns, rows)
    viewers.resized(columns, rows)
  }
  return { viewers, pass, size }
}

describe('a viewer that joins', () => {
  it('gets what comes between the request and its replay, once and after it', async () => {
    const { viewers, pass } = shown()
    const viewer = watchingViewer()
    pass('one ')
    viewers.add(viewer, null).join()
    pass('two ')
    expect(viewer.text).toBe('')
    await vi.waitFor(() => expect(viewer.text).toBe('one two '))
    pass('three')
    expect(viewer.text).toBe('one two three')
  })

  it('hears of an end that comes before its replay', async () => {
    const { viewers, pass } = shown()
    const viewer = watchingViewer()
    viewers.add(viewer, null).join()
    pass('last')
    viewers.end('exited')
    expect(viewer.why).toBeNull()
    await vi.waitFor(() => expect(viewer).toMatchObject({ text: 'last', why: 'exited' }))
  })

  it('gets nothing when it leaves before its replay', async () => {
    const { viewers, pass } = shown()
    const [leaving, staying] = [watchingViewer(), watchingViewer()]
    const place = viewers.add(leaving, null)
    place.join()
    place.remove()
    viewers.add(staying, null).join()
    pass('text')
    await vi.waitFor(() => expect(staying.text).toBe('text'))
    expect(leaving).toMatchObject({ text: '', replays: 0, why: null })
  })
})

it('a viewer that lags does not count as one who answers', async () => {
  const { viewers, pass } = shown()
  const viewer = watchingViewer()
  expect(viewers.following).toBe(false)
  viewers.add(viewer, { columns: 80, rows: 24 }).join()
  expect(viewers.following).toBe(true)
  await vi.waitFor(() => expect(viewer.replays).toBe(1))
  viewer.slow = true
  pass('skipped')
  expect(viewers.following).toBe(false)
  viewer.slow = false
  await vi.waitFor(() => expect(viewer.text).toBe('skipped'))
  expect(viewers.following).toBe(true)
})

it('a viewer that only looks does not count as one who answers, beside one who types either', async () => {
  const { viewers } = shown()
  const looks = viewers.add(watchingViewer(), null)
  looks.join()
  expect(viewers.following).toBe(false)
  const types = viewers.add(watchingViewer(), { columns: 80, rows: 24 })
  types.join()
  expect(viewers.following).toBe(true)
  types.remove()
  expect(viewers.following).toBe(false)
})

it('a viewer that falls behind again and again is not replayed all the time, and at once when the output rests', async () => {
  const { viewers, pass } = shown()
  const viewer = watchingViewer()
  viewers.add(viewer, null).join()
  await vi.waitFor(() => expect(viewer.replays).toBe(1))
  const began = performance.now()
  let printed = 0
  while (performance.now() - began < 300) {
    viewer.slow = true
    pass(`${(printed += 1)} `)
    viewer.slow = false
    // oxlint-disable-next-line no-await-in-loop -- the core's loop turns between outputs
    await new Promise(setImmediate)
  }
  expect(viewer.replays).toBe(1)
  await vi.waitFor(() => expect(viewer.text).toContain(` ${printed} `), { timeout: 400 })
  expect(viewer.replays).toBe(2)
})

describe('a size', () => {
  it('that changes while a viewer joins is told after the replay that was drawn before it', async () => {
    const { viewers, pass, size } = shown()
    const viewer = watchingViewer()
    pass('one ')
    viewers.add(viewer, null).join()
    pass('two ')
    size(40, 10)
    pass('three')
    await vi.waitFor(() => expect(viewer.heard).toEqual(['resized 80x24', 'replay', 'two ', 'resized 40x10', 'three']))
    expect(viewer.text).toBe('one two three')
  })

  it('that changes while a viewer lags is told right before its next replay', async () => {
    const { viewers, pass, size } = shown()
    const viewer = watchingViewer()
    viewers.add(viewer, null).join()
    await vi.waitFor(() => expect(viewer.replays).toBe(1))
    viewer.slow = true
    pass('skipped')
    size(40, 10)
    size(60, 20)
    expect(viewer.resizes).toEqual(['80x24'])
    viewer.slow = false
    await vi.waitFor(() => expect(viewer.heard.slice(1)).toEqual(['replay', 'resized 60x20', 'replay']))
  })
})
