// oxlint-disable-next-line import/no-unassigned-import -- it must come before the first schema, and does nothing else
import './no-eval.ts'
import { describeProblem } from '../../contract/problem.ts'
import { createPageClient } from './page-client.ts'
import { createPortHost } from './port-host.ts'
import { hasCode, signIn, whyRefused } from './sign-in.ts'
import type { PageClient } from './types.ts'
import { websocketChannel } from './websocket-channel.ts'

/** The window of a page, as a browser has it. */
export type PageWindow = Window & Pick<typeof globalThis, 'WebSocket' | 'fetch'>

/** The page's core, wherever the page is shown: by the desktop shell over a port, else by a server over a websocket. */
export function connectHost(page: PageWindow): PageClient {
  return isDesktop(page) ? connectShell(page) : connectServer(page)
}

/** The desktop shell gives its pages out at `app://`. */
export function isDesktop({ location }: Pick<Window, 'location'>): boolean {
  return location.protocol === 'app:'
}

function connectShell(page: Window): PageClient {
  const host = createPortHost(page)
  return createPageClient(host.open, { wakes: host.onPort })
}

function connectServer(page: PageWindow): PageClient {
  const { location } = page
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`
  const ask: typeof fetch = (input, init) => page.fetch(input, init)
  const signingIn = signIn(page, ask)
  // A new address put into the address bar of an open page changes its fragment and loads nothing.
  page.addEventListener('hashchange', () => hasCode(location) && location.reload())
  return createPageClient(
    async () => {
      await signingIn
      return websocketChannel(new page.WebSocket(url))
    },
    {
      async refusal() {
        const refused = await whyRefused(ask)
        const signedIn = await signingIn
        return refused === null || signedIn.ok ? refused : describeProblem(signedIn.problem)
      },
      wakes: (now) => whenWorthTrying(page, now),
    },
  )
}

/** The network is back, or a person looks at the page again. */
function whenWorthTrying(page: Window, now: () => void): () => void {
  const { document } = page
  const seen = () => document.visibilityState === 'visible' && now()
  page.addEventListener('online', now)
  document.addEventListener('visibilitychange', seen)
  return () => {
    page.removeEventListener('online', now)
    document.removeEventListener('visibilitychange', seen)
  }
}
