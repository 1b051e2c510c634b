import { liveCore, lockOwner } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'

/** Every series may have to be checkpointed and its session ended first. */
const END_LIMIT_MS = 120_000
const LOOK_AGAIN_MS = 50

/** `baton quit`: ends the core of the data folder and returns when it is gone. */
export async function quit({ dataDir, out }: CommandContext, options: { force?: boolean }): Promise<ExitCode> {
  const say = (said: string) => (out.json ? out.object({ type: 'quit', at: nowText(), said }) : out.text(said))
  const core = await liveCore(dataDir)
  if (core === null) {
    say('No core is running.')
    return EXIT.completed
  }
  const done = await core.client.call('core.quit', { force: options.force === true })
  if (!done.ok) return refuse(out, done.problem)
  const until = Date.now() + END_LIMIT_MS
  while ((await lockOwner(dataDir))?.pid === core.pid) {
    if (Date.now() > until) {
      out.diagnostic(`The core (pid ${core.pid}) is still ending after ${END_LIMIT_MS / 1000} s; see baton logs.`)
      return EXIT.failed
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  say(done.value.said)
  return EXIT.completed
}
