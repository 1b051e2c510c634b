import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PORT_MESSAGE, type Channel } from '../../contract/channel.ts'
import { FakeContents, fakeElectron, fakeEvent } from './fake-electron.ts'
import type { FakePort } from './fake-ports.ts'
import { createPagePorts } from './port.ts'
import { testLog } from './testing.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

/** A page, and a core that answers each message with itself in capitals. */
function served() {
  const { electron } = fakeElectron()
  const log = testLog()
  const channels: Channel[] = []
  const core = { there: true }
  const closed: string[] = []
  const ports = createPagePorts({
    electron,
    log,
    serve(channel) {
      if (!core.there) return false
      channels.push(channel)
      channel.open({
        received: (data) => channel.send(typeof data === 'string' ? data.toUpperCase() : data),
        closed: (why) => void closed.push(why),
      })
      return true
    },
  })
  const contents = new FakeContents()
  contents.mainFrame.url = 'app://baton/index.html#/'
  ports.add(contents)
  const load = () => contents.emitter.emit('did-finish-load')
  const pagePort = (index = -1): FakePort => {
    const port = contents.posted.at(index)?.ports[0]
    if (port === undefined) throw new Error('the page got no port')
    return port as FakePort
  }
  return { ports, contents, load, pagePort, channels, closed, core, log }
}

async function answerOver(port: FakePort, message: string | Uint8Array): Promise<unknown> {
  const answer = Promise.withResolvers<unknown>()
  port.on('message', (event) => answer.resolve((event as { data: unknown }).data))
  port.start()
  port.postMessage(message)
  return answer.promise
}

it('the top frame of our page gets one port, and speaks with the core over it', async () => {
  const { load, contents, pagePort } = served()
  load()
  expect(contents.posted.map(({ channel, ports }) => [channel, ports.length])).toEqual([[PORT_MESSAGE, 1]])
  expect(await answerOver(pagePort(), 'hello')).toBe('HELLO')
})

it('carries bytes as bytes, and no more than those', async () => {
  const { load, pagePort } = served()
  load()
  const bytes = new Uint8Array(new ArrayBuffer(1_000)).subarray(10, 13)
  expect(await answerOver(pagePort(), bytes)).toEqual(new Uint8Array(3))
})

it.each(['https://evil.example/', 'about:blank', 'app://other/', 'data:text/html,x'])(
  'a page at %s gets none',
  (url) => {
    const { load, contents, channels, log } = served()
    contents.mainFrame.url = url
    load()
    expect(contents.posted).toEqual([])
    expect(channels).toEqual([])
    expect(log.lines).toContain('error a page that is not ours gets no port')
  },
)

it('each load has a port of its own; the one before is closed with its page', async () => {
  const { load, contents, closed, pagePort } = served()
  load()
  contents.emitter.emit('did-start-navigation', fakeEvent({ isMainFrame: true, isSameDocument: true }))
  expect(closed).toEqual([])
  contents.emitter.emit('did-start-navigation', fakeEvent({ isMainFrame: true, isSameDocument: false }))
  expect(closed).toHaveLength(1)
  load()
  expect(contents.posted).toHaveLength(2)
  expect(await answerOver(pagePort(), 'again')).toBe('AGAIN')
})

it.each(['destroyed', 'render-process-gone'])('the port of a page that is gone (%s) is closed for good', (event) => {
  const { load, contents, closed } = served()
  load()
  contents.emitter.emit(event)
  vi.advanceTimersByTime(120_000)
  expect([closed.length, contents.posted.length]).toEqual([1, 1])
})

it('a page whose connection breaks gets another port, later each time', async () => {
  const { load, contents, channels } = served()
  load()
  channels[0]?.close()
  vi.advanceTimersByTime(999)
  expect(contents.posted).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(contents.posted).toHaveLength(2)
  channels[1]?.close()
  vi.advanceTimersByTime(1_999)
  expect(contents.posted).toHaveLength(2)
  vi.advanceTimersByTime(1)
  expect(contents.posted).toHaveLength(3)
})

it('a page that closes its own end gets another port, too', async () => {
  const { load, contents, pagePort, closed } = served()
  load()
  pagePort().close()
  await vi.waitFor(() => expect(closed).toEqual(['the port was closed']))
  vi.advanceTimersByTime(1_000)
  expect(contents.posted).toHaveLength(2)
})

it('a page that is there before its core waits for it', async () => {
  const { load, ports, contents, core, pagePort } = served()
  core.there = false
  load()
  vi.advanceTimersByTime(60_000)
  expect(contents.posted).toEqual([])
  core.there = true
  ports.renew()
  expect(await answerOver(pagePort(), 'there')).toBe('THERE')
})

it('nobody is served once it is closed', () => {
  const { load, ports, contents, closed } = served()
  load()
  ports.close()
  load()
  ports.renew()
  vi.advanceTimersByTime(60_000)
  expect([closed.length, contents.posted.length]).toEqual([1, 1])
})
