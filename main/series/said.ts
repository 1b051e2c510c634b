import type { Command } from './facts.ts'

/** What a person is told who gave a series a command. */
export const SAID: Record<Command, string> = {
  pause: 'It pauses at the next turn end; the session stays open.',
  resume: 'It goes on.',
  checkpoint: 'It takes a checkpoint at the next turn end or tool call.',
  cycle: 'It hands over to a fresh session at the next turn end or tool call.',
  stop: 'It takes a checkpoint at the next turn end or tool call, then stops.',
  interrupt: 'It takes a checkpoint, ends the session and pauses.',
  'interrupt-now': 'It ends the session now and pauses; nothing on disk is lost.',
}
