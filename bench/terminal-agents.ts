import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { KNOWN_VERSION } from '../main/agents/claude/find.ts'

/** Programs that stand in for the agent where only its terminal is asked for. Each function returns a path. */

const LINES = [
  '\u001b[1;34m%n\u001b[0m \u001b[32mconst\u001b[0m value = compute(input, \u001b[33m"some text of usual length"\u001b[0m)',
  '\u001b[2mdiff --git a/src/grüße.ts b/src/grüße.ts\u001b[0m \u001b[38;5;208m@@ -1,7 +1,9 @@\u001b[0m — naïve café, “quoted” …',
  '\u001b[48;2;30;40;50m\u001b[38;2;220;200;160m 日本語のテキストと 한국어 und Ελληνικά \u001b[0m \u001b[4mhttps://example.invalid/path\u001b[24m ✓ 👍 🙂',
  '    return \u001b[35mawait\u001b[0m read(\u001b[36mfile\u001b[0m, { encoding: \u001b[33m"utf8"\u001b[0m }) \u001b[90m// why it is so\u001b[0m',
]

/** Writes a file of `bytes` coloured mixed text, whole lines. Returns its path and true size. */
export function writeColouredText(folder: string, bytes: number): { file: string; bytes: number } {
  const lines: string[] = []
  let size = 0
  for (let n = 0; size < bytes; n += 1) {
    const line = `${(LINES[n % LINES.length] ?? '').replace('%n', String(n).padStart(6))}\n`
    size += Buffer.byteLength(line)
    lines.push(line)
  }
  const file = join(folder, 'coloured-text')
  writeFileSync(file, lines.join(''))
  return { file, bytes: size }
}

/** Types the text out once for each line that is typed to it, then `end-of-` and the line. */
export function writePrinter(folder: string, text: string): string {
  return writeAgent(folder, 'printer', `stty -echo\nwhile read -r word; do cat '${text}'; echo "end-of-$word"; done`)
}

/** Says what is typed to it, a key at a time. */
export function writeEcho(folder: string): string {
  return writeAgent(folder, 'echo', 'stty -icanon -echo min 1 time 0\nexec cat')
}

/** Prints one coloured line for ever. Stopped and continued by signals. */
export function writeFlood(folder: string): string {
  return writeAgent(folder, 'flood', `exec yes '${(LINES[0] ?? '').replace('%n', '     1')}'`)
}

function writeAgent(folder: string, name: string, body: string): string {
  const file = join(folder, `${name}-agent`)
  const answer = `if [ "$1" = --version ]; then echo '${KNOWN_VERSION} (Claude Code)'; exit 0; fi`
  writeFileSync(file, `#!/bin/sh\n${answer}\n${body}\n`)
  chmodSync(file, 0o755)
  return file
}
