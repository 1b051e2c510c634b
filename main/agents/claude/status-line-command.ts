import { windowsStatusLine } from './status-line-windows.ts'
import type { SettingsLayer } from './user-settings.ts'

/** Printed when the user has no status line of their own, so that ours does not look broken. */
const OWN_LINE = 'Baton is watching this session'

/** The statusLine entry of a settings file. Fields besides `command` (padding, refreshInterval …) are the user's. */
export interface StatusLineSetting {
  type: 'command'
  command: string
  [field: string]: unknown
}

/** The user's own statusLine: of the file that wins among theirs, the project's and the local one. */
export function usersStatusLine(layers: SettingsLayer[]): Record<string, unknown> | null {
  const said = layers.filter((layer) => layer.kind !== 'managed').map((layer) => layer.settings?.statusLine)
  return said.findLast((line) => line !== undefined) ?? null
}

/**
 * A status line that keeps each reading in `file` (whole or not at all) and then shows what the user's own would show.
 * The CLI runs it with `/bin/sh -c`; it needs no Node and ends as the user's command ends.
 */
export function chainStatusLine(
  file: string,
  users: Record<string, unknown> | null,
  platform: NodeJS.Platform = process.platform,
): StatusLineSetting {
  const given = users?.['command']
  const command = typeof given === 'string' && given.trim() !== '' ? given : null
  if (platform === 'win32') return { ...users, type: 'command', command: windowsStatusLine(file, command, OWN_LINE) }
  const target = shellQuote(file)
  const temporary = `${target}.$$`
  // In a subshell, so that the user's command keeps the umask it would have.
  const keep = `(umask 077; cat > ${temporary} && mv -f ${temporary} ${target})`
  const show =
    command !== null ? `exec /bin/sh -c ${shellQuote(command)} < ${target}` : `printf '%s\\n' ${shellQuote(OWN_LINE)}`
  return { ...users, type: 'command', command: `${keep}; ${show}` }
}

/** The text as one word of a POSIX shell. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
