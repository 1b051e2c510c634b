import { cleanLine } from '../../contract/text.ts'
import type { AppPart } from './electron-parts.ts'
import { isOurs } from './origin.ts'
import type { ShellLog } from './shell-log.ts'

/**
 * Holds every page that is ever made to our own origin: it goes nowhere else, opens no window, and embeds nothing.
 * To be called before anything makes a page. `openLink` gets what a page wanted to open in a new window.
 */
export function guardContents(app: AppPart, openLink: (address: string) => void, log: ShellLog): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (details: { url: string; preventDefault(): void }): void => {
      if (isOurs(details.url)) return
      details.preventDefault()
      log.warn({ url: cleanLine(details.url) }, 'a page wanted to leave')
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
      log.warn({}, 'a page wanted to embed another')
    })
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url)
      return { action: 'deny' }
    })
  })
}
