import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'

/** Where a Linux desktop looks for what is started at login. */
export function autostartFile(env: NodeJS.ProcessEnv, home: string): string {
  const config = env['XDG_CONFIG_HOME']
  const folder = config !== undefined && path.isAbsolute(config) ? config : path.join(home, '.config')
  return path.join(folder, 'autostart', 'baton.desktop')
}

export async function writeAutostart(file: string, command: readonly string[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFileAtomic(file, desktopEntry(command))
}

export async function removeAutostart(file: string): Promise<void> {
  await rm(file, { force: true })
}

export function desktopEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Baton',
    'Comment=Keeps Claude Code running past its context window',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** An argument as the Desktop Entry Specification has it: quoted, then escaped again as a string value. */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`)}"`
}
