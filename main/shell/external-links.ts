import { cleanLine } from '../../contract/text.ts'
import type { ElectronParts } from './electron-parts.ts'
import type { ShellLog } from './shell-log.ts'

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
/** What a dialog can show whole; a longer address hides where it leads. */
const LONGEST_ADDRESS = 2_000

/** The address as it is opened, or null: only https and pages of this machine are. */
export function openableAddress(address: string): string | null {
  if (address.length > LONGEST_ADDRESS) return null
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return null
  const open = url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname))
  return open ? url.href : null
}

/**
 * Opens addresses in the person's browser, each only after they saw it whole and said so: what a terminal prints can
 * lie about where it leads. One question at a time, so that a page cannot bury them in dialogs.
 */
export function createExternalLinks(electron: Pick<ElectronParts, 'dialog' | 'shell'>, log: ShellLog) {
  let asking = false
  return async (address: string): Promise<void> => {
    if (asking) return log.warn({ address: cleanLine(address) }, 'a link was left alone: another one is asked about')
    asking = true
    try {
      await ask(address)
    } catch (error) {
      log.error({ err: error }, 'a link could not be opened')
    } finally {
      asking = false
    }
  }

  async function ask(address: string): Promise<void> {
    const url = openableAddress(address)
    if (url === null) {
      log.warn({ address: cleanLine(address) }, 'a link was refused')
      await electron.dialog.showMessageBox({
        type: 'info',
        message: 'This address is not opened',
        detail: `${cleanLine(address, LONGEST_ADDRESS)}\n\nBaton opens https addresses and pages of this machine only.`,
        buttons: ['Close'],
      })
      return
    }
    const { response } = await electron.dialog.showMessageBox({
      type: 'question',
      message: 'Open this address in your browser?',
      detail: url,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    })
    if (response === 0) await electron.shell.openExternal(url)
  }
}
