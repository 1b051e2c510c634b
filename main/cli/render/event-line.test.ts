import { expect, it } from 'vitest'
import { RunEvent } from '../../../contract/events.ts'
import { eventLine, eventLines, eventText, HUMAN_LINES } from './event-line.ts'
import { paintLine } from './line.ts'
import { PLAIN, SAMPLE_EVENTS } from './samples.ts'

process.env.TZ = 'UTC'

it('has one calm line for every event of the contract', () => {
  const lines = Object.values(SAMPLE_EVENTS).map((event) => paintLine(eventLine(RunEvent.parse(event)), PLAIN))
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "08:41:31  series 01KAP3W7Y2M8Q4T6V9X1Z7Q2M4 started: tidy-api in /home/ada/api
    08:41:31  policy changed: maxSessions 12, model "opus"
    08:41:31  session 2 started (pid 4711)
    08:41:31  context 61k of 200k, 31 %
    08:41:31  soft point passed: told the session it holds 98k of 140k
    08:41:31  asked for a checkpoint: the context reached its due point
    08:41:31  checkpoint not safe yet: no heading "Next steps"; box 4 is called done and not ticked
    08:41:31  checkpoint 2 kept, written mechanically: 2 files; no work tree kept: no git repository
    08:41:31  session ended after 1.2 s (SIGTERM)
    08:41:31  session resumed where it was interrupted (pid 4822)
    08:41:31  checkpoint 2 picked up: 3 files read
    08:41:31  waiting: the model answered with rate_limit. The next try is at 09:10
    08:41:31  needs you: nobody answered in 30 min: the agent asks which database to use
    08:41:31  completed: 9 of 9 tasks done, 3 sessions, 2 checkpoints, $4.21
    08:41:31  stopped, the limit of cost is reached: 4 of 9 tasks done, 3 sessions, 2 checkpoints, $4.21"
  `)
})

it('knows exactly the events of the contract', () => {
  const types = RunEvent.options.map((option) => option.shape.type.value)
  expect(Object.keys(HUMAN_LINES).sort()).toEqual([...types].sort())
})

it('keeps the way out of a long reason and lets none of it steer the terminal', () => {
  const why = `${'the agent wrote much '.repeat(20)}\u001b[2J\nthen \`baton series resume 7Q2M4X\``
  const said = eventText({ ...SAMPLE_EVENTS['needs-attention'], why })
  expect(said).toContain('baton series resume 7Q2M4X')
  expect(said).not.toContain('\u001b')
  expect(said).not.toContain('\n')
})

it('names the session that a series was made of', () => {
  const said = eventText({ ...SAMPLE_EVENTS['series.started'], adopted: 'aaaaaaaa-0000' })
  expect(said).toMatch(/ in \/home\/ada\/api, going on with the session aaaaaaaa-0000$/)
})

it('tells an end by itself from one that was asked for', () => {
  const ended = SAMPLE_EVENTS['session.ended']
  expect(eventText({ ...ended, ms: 0, signal: null, exitCode: 1 })).toBe('session ended by itself (exit code 1)')
  expect(eventText(ended)).toBe('session ended after 1.2 s (SIGTERM)')
})

it('breaks a long line between words, the rest under the first', () => {
  const lines = eventLines(SAMPLE_EVENTS['checkpoint.rejected'], 48).map((line) => paintLine(line, PLAIN))
  expect(lines).toMatchInlineSnapshot(`
    [
      "08:41:31  checkpoint not safe yet: no heading",
      "          "Next steps"; box 4 is called done and",
      "          not ticked",
    ]
  `)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(48)
})
