import { expect, it } from 'vitest'
import { windowsStatusLine } from './status-line-windows.ts'

function scriptOf(command: string): string {
  const encoded = command.split(' ').at(-1) ?? ''
  return Buffer.from(encoded, 'base64').toString('utf16le')
}

it('keeps the reading under a name of its own first, with every quote doubled', () => {
  const command = windowsStatusLine("C:\\it's\\status.json", null, 'Baton is watching')
  expect(command).toMatch(/^powershell\.exe -NoProfile -NonInteractive -EncodedCommand [A-Za-z0-9+/=]+$/)
  const script = scriptOf(command)
  expect(script).toContain("$temporary = 'C:\\it''s\\status.json' + '.' + $PID")
  expect(script).toContain("Move-Item -Force -LiteralPath $temporary -Destination 'C:\\it''s\\status.json'")
  expect(script).toContain("Write-Output 'Baton is watching'")
})

it("gives the user's own command the same input", () => {
  expect(scriptOf(windowsStatusLine('f', 'node "my line.js"', ''))).toContain(
    `$reading | & cmd.exe /d /s /c 'node "my line.js"'`,
  )
})
