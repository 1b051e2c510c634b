import type { Logger } from 'pino'
import { answerBody } from '../agents/claude/answers.ts'
import { parseHook } from '../agents/claude/hooks.ts'
import type { SeriesBook } from '../series/book.ts'
import { sameSecret } from '../server/gate.ts'
import type { HookReceiver } from '../server/types.ts'

/** Hooks of the agents, as signals of their series. What cannot be read is counted in the log, never answered with a guess. */
export function createHookReceiver(
  book: SeriesBook,
  tokenOf: (launchId: string) => string | null,
  log: Logger,
): HookReceiver {
  return {
    // An unknown launch is compared, too: it takes the same time.
    authorised: (launchId, token) => sameSecret(token, tokenOf(launchId) ?? ''),
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
