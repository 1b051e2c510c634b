import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { KNOWN_VERSION } from '../main/agents/claude/find.ts'

/** Lines drawn at the start: more than the scrollback that a terminal keeps. */
const LINES = 1_200

/**
 * Writes a program that stands in for the agent where its own work would drown what is measured: it answers `--version`, may fill
 * its terminal with coloured text, and stays until it is ended. Returns its path.
 */
export function writeStandInAgent(folder: string, { draws }: { draws: boolean }): string {
  const file = join(folder, 'stand-in-agent')
  const line =
    '\\033[1;34m%5d\\033[0m \\033[32mconst\\033[0m value = compute(input, \\033[33m"some text of usual length"\\033[0m)'
  const draw = `for n in $(seq 1 ${LINES}); do printf '${line}\\n' "$n"; done`
  const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo '${KNOWN_VERSION} (Claude Code)'; exit 0; fi\n${draws ? draw : ':'}\nexec sleep 86400\n`
  writeFileSync(file, script)
  chmodSync(file, 0o755)
  return file
}
