/**
 * The status line's keeper for Windows, untested there: PowerShell in place of the POSIX shell line. The script goes as
 * `-EncodedCommand`, so that no quoting of a path or of the user's command can go wrong on the way.
 */
export function windowsStatusLine(file: string, users: string | null, ownLine: string): string {
  const show = users === null ? `Write-Output ${quote(ownLine)}` : `$reading | & cmd.exe /d /s /c ${quote(users)}`
  const script = [
    '$reading = [Console]::In.ReadToEnd()',
    `$temporary = ${quote(file)} + '.' + $PID`,
    '[IO.File]::WriteAllText($temporary, $reading)',
    `Move-Item -Force -LiteralPath $temporary -Destination ${quote(file)}`,
    show,
    'exit $LASTEXITCODE',
  ].join('; ')
  return `powershell.exe -NoProfile -NonInteractive -EncodedCommand ${Buffer.from(script, 'utf16le').toString('base64')}`
}

/** The text as a literal of PowerShell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
