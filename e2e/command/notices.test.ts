import { expect, test, vi } from 'vitest'
import { asker } from '../characters/models/asker.ts'
import { overloaded } from '../characters/models/overloaded.ts'
import { play } from '../support/play.ts'
import { numberedBoxes } from '../support/project.ts'
import { clientOf, watch, type Watching } from '../support/watch.ts'

const PATIENCE = { timeout: 60_000 }
/** The reason alone: how to answer it on a command line is left out. */
const ASKS = /^The agent wants to use Bash: touch asked-for\.txt(?!.*baton)/
const kindsOf = ({ notices }: Watching): string[] => notices.map(({ kind }) => kind)

test('a wait for the service is told once, and that it is over', async () => {
  let over = false
  const stage = await play({ character: overloaded(() => over) })
  const run = stage.run()
  await run.waitForEvent('series.started')
  const page = watch(await clientOf(stage), 'page')
  await run.waitForEvent('waiting', ({ kind }) => kind === 'limit')
  await vi.waitFor(() => expect(kindsOf(page)).toEqual(['limit']), PATIENCE)
  over = true
  await run.waitForEvent('series.completed')
  await vi.waitFor(() => expect(kindsOf(page)).toEqual(['limit', 'limit-over', 'finished']), PATIENCE)
})

test('a permission is told with its session waiting, and not to one who looks at it', async () => {
  const stage = await play({ character: asker('permission'), project: { boxes: numberedBoxes(2) } })
  const run = stage.run('--allowed-tools', 'Read Write Edit')
  const { series } = await run.waitForEvent('series.started')
  const client = await clientOf(stage)
  const desktop = watch(client, 'desktop')
  const page = watch(client, 'page')
  const { sessionId } = await run.waitForEvent('session.started')
  await run.waitForEvent('waiting', ({ kind }) => kind === 'permission')
  await vi.waitFor(() => expect(desktop.notices).toHaveLength(1), PATIENCE)
  expect(desktop.notices).toMatchObject([
    { kind: 'permission', urgent: true, sessionId, body: expect.stringMatching(ASKS) as string },
  ])
  const view = await client.call('series.get', { id: series })
  expect(view).toMatchObject({
    ok: true,
    value: { hold: { kind: 'permission', human: true }, session: { state: 'waiting', live: true } },
  })
  page.looking([series])
  const [told] = desktop.notices
  await vi.waitFor(
    () => expect(page.changes).toContainEqual({ kind: 'notice', notice: { ...told, seen: true } }),
    PATIENCE,
  )
  const type = await stage.attach(series)
  type('\r')
  await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
  const finished = expect.objectContaining({ kind: 'finished', seen: true }) as unknown
  await vi.waitFor(() => expect(page.changes).toContainEqual({ kind: 'notice', notice: finished }), PATIENCE)
  expect(kindsOf(desktop)).toEqual(['permission'])
  expect(kindsOf(page)).toEqual([])
})
