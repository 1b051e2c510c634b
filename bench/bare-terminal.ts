import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** node-pty into headless xterm in a process of its own: what a terminal costs when nobody looks at it from elsewhere. */
export interface BareTerminal {
  /** ms from typing the word until its end mark is on the screen. */
  play(word: string): Promise<number>
  close(): void
}

export async function startBareTerminal(
  program: string,
  size: { columns: number; rows: number },
  env: Record<string, string>,
): Promise<BareTerminal> {
  const args = [program, String(size.columns), String(size.rows)]
  const child = fork(join(import.meta.dirname, 'bare-terminal-entry.ts'), args, { env })
  await once(child, 'message')
  return {
    async play(word) {
      child.send({ word })
      const [{ ms }] = (await once(child, 'message')) as [{ ms: number }]
      return ms
    },
    close: () => void child.kill('SIGTERM'),
  }
}
