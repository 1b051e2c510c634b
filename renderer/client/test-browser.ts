import type { PageWindow } from './host.ts'

export interface TestBrowser {
  page: PageWindow
  /** What its address bar shows. */
  address(): string
  /** How often its page was loaded anew. */
  reloads(): number
  /** A new address is put into its address bar; only what is behind # differs. */
  goTo(hash: string): void
  /** How many websockets it has opened. */
  sockets(): number
}

/**
 * As much of a browser as signing in needs: it keeps cookies, and adds to what it asks its origin and them, as a page
 * cannot. All that it asks is asked of a real server, through Node's own fetch and WebSocket. For tests of this folder.
 */
export function testBrowser(address: string): TestBrowser {
  const origin = new URL(address).origin
  const cookies = new Map<string, string>()
  const target = new EventTarget()
  const location = {
    protocol: 'http:',
    host: new URL(origin).host,
    pathname: '/',
    search: '',
    hash: new URL(address).hash,
  }
  let reloads = 0
  let sockets = 0
  const headers = () => ({ origin, cookie: [...cookies].map((pair) => pair.join('=')).join('; ') })

  class BrowserSocket extends WebSocket {
    constructor(url: string) {
      sockets += 1
      // Node's WebSocket takes headers in the place of protocols.
      super(url, { headers: headers() } as unknown as string[])
    }
  }
  const page = Object.assign(target, {
    location: { ...location, reload: () => void (reloads += 1) },
    document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
    history: {
      replaceState: (_data: unknown, _unused: string, url: string) =>
        void (page.location.hash = new URL(url, origin).hash),
    },
    WebSocket: BrowserSocket,
    async fetch(path: string, init: RequestInit = {}) {
      const response = await fetch(new URL(path, origin), { ...init, headers: { ...init.headers, ...headers() } })
      for (const cookie of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (name !== undefined && value !== undefined) cookies.set(name, value)
      }
      return response
    },
  })
  return {
    page: page as unknown as PageWindow,
    address: () => `${origin}${page.location.pathname}${page.location.hash}`,
    reloads: () => reloads,
    goTo(hash) {
      page.location.hash = hash
      page.dispatchEvent(new Event('hashchange'))
    },
    sockets: () => sockets,
  }
}
