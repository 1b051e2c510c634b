import { expect, it } from 'vitest'
import { FakeApp, FakeContents, fakeEvent } from './fake-electron.ts'
import { guardContents } from './guards.ts'
import { testLog } from './testing.ts'

function guarded() {
  const app = new FakeApp()
  const links: string[] = []
  const log = testLog()
  guardContents(app, (address) => void links.push(address), log)
  const contents = new FakeContents()
  app.emitter.emit('web-contents-created', fakeEvent(), contents)
  const tries = (event: string, url: string): boolean => {
    const details = fakeEvent({ url })
    contents.emitter.emit(event, details)
    return details.defaultPrevented
  }
  return { contents, links, log, tries }
}

it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
  'a page does not leave our origin by %s',
  (event) => {
    const { tries } = guarded()
    const elsewhere = [
      'https://example.com/',
      'http://127.0.0.1:4319/',
      'file:///etc/passwd',
      'app://evil/index.html',
      'app://baton:1/',
      'app://user@baton/',
      'javascript:alert(1)',
      'data:text/html,x',
      'not an address',
    ]
    expect(elsewhere.filter((url) => !tries(event, url))).toEqual([])
    expect(tries(event, 'app://baton/#/series/s1')).toBe(false)
  },
)

it('no page opens a window: what it wanted to open is asked about', () => {
  const { contents, links } = guarded()
  const details = { url: 'https://example.com/a' } as Parameters<typeof contents.opensWindow>[0]
  expect(contents.opensWindow(details)).toEqual({ action: 'deny' })
  expect(links).toEqual(['https://example.com/a'])
})

it('no page embeds a webview', () => {
  const { contents, log } = guarded()
  const event = fakeEvent()
  contents.emitter.emit('will-attach-webview', event, {}, {})
  expect(event.defaultPrevented).toBe(true)
  expect(log.lines).toEqual(['warn a page wanted to embed another'])
})
