import type { CoreLink } from './core-link.ts'
import type { ShellLog } from './shell-log.ts'

/** Has every series that goes on ended at once, its files as they lie. What is refused is written down. */
export async function endNow(link: Pick<CoreLink, 'board' | 'client'>, log: ShellLog): Promise<void> {
  const client = link.client()
  // One between two sessions would start the next.
  const live = link
    .board()
    .series.filter(({ session, status }) => session?.live === true || status === 'running' || status === 'waiting')
  await Promise.all(
    live.map(async ({ id }) => {
      const outcome = await client?.call('series.interrupt', { id, now: true })
      if (outcome?.ok === false) log.warn({ problem: outcome.problem, series: id }, 'a session was not ended at once')
    }),
  )
}
