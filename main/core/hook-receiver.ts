import type { Logger } from 'pino'
import { answerBody } from '../agents/claude/answers.ts'
import { parseHook } from '../agents/claude/hooks.ts'
import type { SeriesBook } from '../series/book.ts'
import type { HookReceiver } from '../server/types.ts'

/** Hooks of the agents, as signals of their series. What cannot be read is counted in the log, never answered with a guess. */
export function createHookReceiver(
  book: SeriesBook,
  authorised: HookReceiver['authorised'],
  log: Logger,
): HookReceiver {
  return {
    authorised,
    async receive(launchId, body) {
      const parsed = parseHook(body)
      if (!parsed.ok) {
        log.warn({ launchId, problem: parsed.problem }, 'a hook could not be read')
        return {}
      }
      const signal = parsed.value
      if (signal === null) return {}
      return answerBody(signal, await book.signal(launchId, signal))
    },
  }
}
