import type { ElectronParts } from './electron-parts.ts'
import type { ShellLog } from './shell-log.ts'

export interface PowerParts {
  electron: Pick<ElectronParts, 'powerMonitor' | 'powerSaveBlocker'>
  /** The machine may have slept. A hint only: the core knows it by its clocks. */
  hint(): void
  /** The machine is about to shut down; `delay` asks it to wait. */
  shutdown(delay: () => void): void
  log: ShellLog
}

export interface Power {
  /** Holds the machine awake, or lets it sleep again; said as often as one likes. */
  keepAwake(on: boolean): void
}

/** To be called once the app is ready. Which of these events come, and how often, differs by platform. */
export function watchPower({ electron, hint, shutdown, log }: PowerParts): Power {
  const { powerMonitor, powerSaveBlocker } = electron
  let blocker: number | null = null
  const note = (what: string) => () => {
    log.info({ what }, 'power')
    hint()
  }
  powerMonitor.on('suspend', note('suspend'))
  powerMonitor.on('resume', note('resume'))
  powerMonitor.on('lock-screen', note('lock-screen'))
  powerMonitor.on('unlock-screen', note('unlock-screen'))
  // Electron's types leave out the event that its documentation names.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => shutdown(() => event?.preventDefault()))

  return {
    keepAwake(on) {
      if (on === (blocker !== null)) return
      if (blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
      else {
        powerSaveBlocker.stop(blocker)
        blocker = null
      }
      log.info({ on }, 'keep awake')
    },
  }
}
