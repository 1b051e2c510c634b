import { PORT_MESSAGE, type Channel } from '../../contract/channel.ts'
import { portChannel } from '../server/port-channel.ts'
import type { ContentsPart, ElectronParts } from './electron-parts.ts'
import { isOurs } from './origin.ts'
import type { ShellLog } from './shell-log.ts'

/** A page whose connection broke gets another one after this long, doubled up to the last. */
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000
/** A connection that lived this long was a good one: the next wait begins anew. */
const GOOD_MS = 60_000

export interface PagePorts {
  /** From its next load on the page of this window is served. */
  add(contents: ContentsPart): void
  /** The core that pages are served by went away, or is there again: all pages get a new port. */
  renew(): void
  /** Nobody is served any more. */
  close(): void
}

export interface PortParts {
  electron: Pick<ElectronParts, 'MessageChannelMain'>
  /** Serves a page over its channel; false: there is no core now. */
  serve(channel: Channel): boolean
  log: ShellLog
}

interface Page {
  contents: ContentsPart
  loaded: boolean
  channel: Channel | null
  retry: NodeJS.Timeout | null
  waitMs: number
}

/**
 * One port for each load of a page of ours, given to its top frame alone and closed with it. There is no other way
 * from a page to this process: no `ipcMain` handler exists, so none has a sender to check.
 */
export function createPagePorts({ electron, serve, log }: PortParts): PagePorts {
  const pages = new Set<Page>()
  let closed = false

  function offer(page: Page): void {
    drop(page)
    if (closed || !page.loaded || page.contents.isDestroyed()) return
    const frame = page.contents.mainFrame
    if (!isOurs(frame.url)) return log.error({}, 'a page that is not ours gets no port')
    const { port1, port2 } = new electron.MessageChannelMain()
    const since = Date.now()
    const channel = watched(portChannel(port1), (why) => {
      if (page.channel !== channel) return
      page.channel = null
      log.info({ why }, 'the connection of a page ended')
      if (Date.now() - since > GOOD_MS) page.waitMs = FIRST_RETRY_MS
      again(page)
    })
    page.channel = channel
    if (!serve(channel)) {
      page.channel = null
      return port1.close()
    }
    frame.postMessage(PORT_MESSAGE, null, [port2])
  }

  function again(page: Page): void {
    if (closed || !page.loaded || page.retry !== null) return
    page.retry = setTimeout(() => offer(page), page.waitMs)
    page.waitMs = Math.min(page.waitMs * 2, LAST_RETRY_MS)
  }

  function drop(page: Page): void {
    if (page.retry !== null) clearTimeout(page.retry)
    page.retry = null
    const { channel } = page
    page.channel = null
    channel?.close()
  }

  return {
    add(contents) {
      const page: Page = { contents, loaded: false, channel: null, retry: null, waitMs: FIRST_RETRY_MS }
      pages.add(page)
      const gone = (): void => {
        page.loaded = false
        drop(page)
      }
      contents.on('did-finish-load', () => {
        page.loaded = true
        page.waitMs = FIRST_RETRY_MS
        offer(page)
      })
      contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) gone()
      })
      contents.on('render-process-gone', gone)
      contents.on('destroyed', () => {
        gone()
        pages.delete(page)
      })
    },
    renew() {
      for (const page of pages) offer(page)
    },
    close() {
      closed = true
      for (const page of pages) drop(page)
    },
  }
}

/** The same channel; `ended` is called once when it ends, whoever ended it. */
function watched(channel: Channel, ended: (why: string) => void): Channel {
  let over = false
  const end = (why: string): void => {
    if (over) return
    over = true
    ended(why)
  }
  return {
    send: (data) => channel.send(data),
    buffered: () => channel.buffered(),
    open: ({ received, closed }) =>
      channel.open({
        received,
        closed(why) {
          closed(why)
          end(why)
        },
      }),
    close() {
      channel.close()
      end('the core closed it')
    },
  }
}
