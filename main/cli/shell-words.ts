/** Shells that `baton env` writes for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof SHELLS)[number]

/** A word that the shell takes as it is, whatever is in it. */
export function quoted(shell: Shell, text: string): string {
  if (shell === 'powershell') return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`
  if (shell === 'fish') return `'${text.replace(/[\\']/g, '\\$&')}'`
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** A line that sets a variable for this shell and all that it starts. `name`: letters, digits and `_`. */
export function assignment(shell: Shell, name: string, value: string): string {
  const word = quoted(shell, value)
  if (shell === 'powershell') return `$env:${name} = ${word}`
  return shell === 'fish' ? `set -gx ${name} ${word}` : `export ${name}=${word}`
}

/** How the lines that a command prints are taken up. */
export function takenUp(shell: Shell, command: string): string {
  if (shell === 'powershell') return `${command} | Out-String | Invoke-Expression`
  return shell === 'fish' ? `${command} | source` : `eval "$(${command})"`
}

/** The shell of a person who names none. */
export function usualShell(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Shell {
  const name = (env.SHELL ?? '').split(/[\\/]/).at(-1) ?? ''
  const known = SHELLS.find((shell) => shell === name)
  return known ?? (platform === 'win32' ? 'powershell' : 'bash')
}
