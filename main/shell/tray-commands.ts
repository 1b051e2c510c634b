import { describeProblem, type Outcome } from '../../contract/problem.ts'
import type { SettingsState } from '../../contract/settings.ts'
import type { CoreClient } from '../server/types.ts'
import type { TrayCommand } from './tray-model.ts'

export interface TrayCommandParts {
  /** Null while no core answers. */
  client(): CoreClient | null
  settings(): SettingsState | null
  open(route?: string): Promise<void>
  quit(): Promise<void>
  installUpdate(): Promise<void>
  /** What was asked could not be done. */
  refused(what: string): void
}

/** Does what was chosen in the tray's menu. Never rejects for what can be expected. */
export async function runTrayCommand(parts: TrayCommandParts, command: TrayCommand): Promise<void> {
  switch (command.do) {
    case 'open':
      return parts.open()
    case 'open-series':
      return parts.open(`/series/${encodeURIComponent(command.seriesId)}`)
    case 'open-terminal':
      return parts.open(`/terminal/${encodeURIComponent(command.seriesId)}`)
    case 'quit':
      return parts.quit()
    case 'install-update':
      return parts.installUpdate()
    case 'keep-awake':
      return keepAwake(parts, command.on)
    default: {
      const client = parts.client()
      if (client === null) return parts.refused(NO_CORE)
      return tell(parts, await client.call(command.do, { id: command.seriesId }))
    }
  }
}

const NO_CORE = 'No core answers now. Try again in a moment.'

async function keepAwake(parts: TrayCommandParts, on: boolean): Promise<void> {
  const client = parts.client()
  const state = parts.settings()
  if (client === null || state === null) return parts.refused(NO_CORE)
  const { settings, revision } = state
  const changed = { ...settings, desktop: { ...settings.desktop, keepAwake: on } }
  tell(parts, await client.call('settings.set', { settings: changed, revision }))
}

function tell(parts: TrayCommandParts, outcome: Outcome<unknown>): void {
  if (!outcome.ok) parts.refused(describeProblem(outcome.problem))
}
