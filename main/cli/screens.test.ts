import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { RunEvent } from '../../contract/events.ts'
import { createOutput, type Io } from './output.ts'
import { SAMPLE_EVENTS, SAMPLE_VIEW } from './render/samples.ts'
import { createScreen } from './screens.ts'

process.env.TZ = 'UTC'

function screenOf({ json = false, tty = false, columns = 100, env = {} as Record<string, string> }) {
  let out = ''
  let err = ''
  const stdout = Object.assign(new EventEmitter(), {
    isTTY: tty,
    columns,
    rows: 24,
    write: (text: string) => (out += text) !== '',
  })
  const stderr = { write: (text: string) => (err += text) !== '' }
  const io = { stdin: process.stdin, stdout, stderr, env, cwd: '/', entry: '' } as unknown as Io
  return { screen: createScreen(createOutput(io, json), io, 'Ctrl-C pauses'), out: () => out, err: () => err, stdout }
}

it('with --json says exactly the events, one a line, and nothing else on stdout', () => {
  const { screen, out, err } = screenOf({ json: true, tty: true })
  for (const event of Object.values(SAMPLE_EVENTS)) screen.event(event)
  screen.view(SAMPLE_VIEW)
  screen.note('a word')
  screen.close()
  const lines = out().trimEnd().split('\n')
  expect(lines.map((line) => RunEvent.parse(JSON.parse(line)))).toEqual(Object.values(SAMPLE_EVENTS))
  expect(err()).toBe('a word\n')
})

it('when piped says one plain line an event, and a context only when its percentage moved', () => {
  const { screen, out } = screenOf({})
  screen.event(SAMPLE_EVENTS['session.started'])
  screen.event(SAMPLE_EVENTS.context)
  screen.event({ ...SAMPLE_EVENTS.context, used: 61_300, percent: 30.65 })
  screen.event({ ...SAMPLE_EVENTS.context, used: 64_000, percent: 32 })
  screen.view(SAMPLE_VIEW)
  screen.close()
  expect(out()).toBe(
    '08:41:31  session 2 started (pid 4711)\n08:41:31  context 61k of 200k, 31 %\n08:41:31  context 64k of 200k, 32 %\n',
  )
})

it('on a terminal keeps what happened and redraws how it stands', async () => {
  const { screen, out, stdout } = screenOf({ tty: true, env: { TERM: 'xterm' } })
  screen.event(SAMPLE_EVENTS['session.started'])
  screen.event(SAMPLE_EVENTS.context)
  screen.view(SAMPLE_VIEW)
  await vi.waitFor(() => expect(out()).toContain('Edit src/routes/orders.ts'))
  expect(out()).toContain('session 2 started')
  expect(out()).toContain('Ctrl-C pauses')
  expect(out()).not.toContain('context 61k of 200k')
  screen.close()
  expect(stdout.listenerCount('resize')).toBe(0)
})

it.each([
  [{ NO_COLOR: '1', TERM: 'xterm' }, true, false],
  [{ TERM: 'xterm' }, true, true],
  [{ TERM: 'dumb' }, true, false],
  [{ TERM: 'xterm' }, false, false],
])('with %j and a terminal: %s, colours: %s', (env, tty, colours) => {
  const stdout = { isTTY: tty, columns: 80 }
  const io = { stdin: process.stdin, stdout, stderr: stdout, env, cwd: '/', entry: '' } as unknown as Io
  expect(createOutput(io, false).paint.isColorSupported).toBe(colours)
})
