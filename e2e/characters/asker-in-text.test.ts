import { expect, test } from 'vitest'
import { laterPrompts, mainRequests } from '../support/evidence.ts'
import { numberedBoxes } from '../support/project.ts'
import { path, play } from '../support/play.ts'
import { ASKED_IN_TEXT, askerInText } from './models/asker-in-text.ts'

const ANSWER = 'The photographs are free to use.'

test('asker-in-text: the line that calls a person holds the loop until one has answered', async () => {
  const stage = await play({ character: askerInText, project: { boxes: numberedBoxes(2) } })
  const run = stage.run()
  const { sessionId } = await run.waitForEvent('session.started')
  const { series, for: why } = await run.waitForEvent('waiting')
  expect(why).toBe(`the agent needs you: ${ASKED_IN_TEXT}. Answer it in \`baton attach ${series}\``)
  const asked = mainRequests(stage, sessionId).length

  const type = await stage.attach(series)
  expect(mainRequests(stage, sessionId)).toHaveLength(asked)
  type(ANSWER)
  type('\r')
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 1, tasks: { done: 2, open: 0 } })
  expect((await run.exited).code).toBe(0)

  expect(path(run)).toEqual([
    'series.started',
    'session.started',
    'pickup',
    'waiting',
    'checkpoint.verified',
    'session.ended',
    'series.completed',
  ])
  expect(laterPrompts(stage, sessionId)).toEqual([ANSWER])
})
