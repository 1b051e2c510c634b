import type { CoreLink } from './core-link.ts'
import type { ShellLog } from './shell-log.ts'

/** Has every live session ended at once, with a checkpoint of what is there. What is refused is written down. */
export async function endNow(link: Pick<CoreLink, 'board' | 'client'>, log: ShellLog): Promise<void> {
  const client = link.client()
  const live = link.board().series.filter(({ session }) => session?.live === true)
  await Promise.all(
    live.map(async ({ id }) => {
      const outcome = await client?.call('series.interrupt', { id, now: true })
      if (outcome?.ok === false) log.warn({ problem: outcome.problem, series: id }, 'a session was not ended at once')
    }),
  )
}
