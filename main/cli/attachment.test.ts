import { EventEmitter } from 'node:events'
import { openSync, closeSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { attachTerminal } from './attachment.ts'
import { fakeCore } from './fake-core.ts'
import { SAMPLE_SESSION, SAMPLE_VIEW, SERIES_ID } from './render/samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-attach-'))
const screenFile = join(folder, 'screen')
let descriptor = 0
beforeEach(() => {
  descriptor = openSync(screenFile, 'w')
})
afterAll(() => {
  closeSync(descriptor)
  rmSync(folder, { recursive: true, force: true })
})

/** Streams as attach uses them; that a real terminal gets its settings back is raw-terminal.test.ts' part. */
function streams() {
  const raw: boolean[] = []
  let shown = ''
  const stdin = Object.assign(new EventEmitter(), {
    setRawMode: (on: boolean) => raw.push(on),
    resume() {},
    pause() {},
  })
  const stdout = Object.assign(new EventEmitter(), {
    fd: descriptor,
    columns: 80,
    rows: 24,
    write: (text: string | Uint8Array) =>
      (shown += typeof text === 'string' ? text : Buffer.from(text).toString()) !== '',
  })
  return { stdin, stdout, raw, shown: () => shown }
}

function attach(seriesId: string | null) {
  const core = fakeCore()
  const { stdin, stdout, raw, shown } = streams()
  const end = attachTerminal({
    client: core.client,
    target: seriesId ?? 'session-1',
    seriesId,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream & { fd: number },
  })
  const type = (text: string) => stdin.emit('data', Buffer.from(text))
  const terminal = (n = 0) => {
    const found = core.terminals[n]
    if (found === undefined) throw new Error(`no terminal ${n} was asked for`)
    return found
  }
  return { core, end, type, terminal, raw, shown, stdout }
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('one session', () => {
  it('shows the replay first, passes keys on, and leaves at Ctrl-]', async () => {
    const { end, type, terminal, raw, shown } = attach(null)
    expect(raw).toEqual([true])
    terminal().handlers.attached({ sessionId: 'session-1', title: 'claude', columns: 80, rows: 24, live: true })
    terminal().handlers.replay(bytes('all of it'))
    terminal().handlers.output(bytes(' and more'))
    type('hello\u0003')
    type('bye\u001dnot this')
    expect(await end).toEqual({ left: true, shown: true, why: 'left' })
    expect(terminal().typed).toBe('hello\u0003bye')
    expect(terminal().closed).toBe(true)
    expect(shown()).toMatch(/\[2J.*all of it and more/)
    expect(raw).toEqual([true, false])
    expect(readFileSync(screenFile, 'utf8')).toContain('\u001b[?25h')
  })

  it('resizes with the terminal', () => {
    const { type, terminal, stdout } = attach(null)
    Object.assign(stdout, { columns: 120, rows: 40 }).emit('resize')
    expect(terminal().sizes).toEqual(['80x24', '120x40'])
    type('\u001d')
  })

  it('ends with the session', async () => {
    const { end, terminal, raw } = attach(null)
    terminal().handlers.attached({ sessionId: 'session-1', title: 'claude', columns: 80, rows: 24, live: true })
    terminal().handlers.detached('the session ended')
    expect(await end).toEqual({ left: false, shown: true, why: 'the session ended' })
    expect(raw).toEqual([true, false])
  })
})

describe('a series', () => {
  const next = { ...SAMPLE_VIEW, session: { ...SAMPLE_SESSION, sessionId: 'session-2' } }

  it('goes along to the next session, whichever sign comes first', async () => {
    const { core, end, type, terminal, shown } = attach(SERIES_ID)
    terminal().handlers.attached({ sessionId: SAMPLE_SESSION.sessionId, title: '', columns: 80, rows: 24, live: true })
    core.view(SAMPLE_VIEW)
    terminal().handlers.detached('handed over')
    core.view({ ...SAMPLE_VIEW, session: { ...SAMPLE_SESSION, live: false } })
    expect(core.terminals).toHaveLength(1)
    expect(shown()).toContain('has handed over')
    type('lost')
    core.view(next)
    await expect.poll(() => core.terminals.length).toBe(2)
    terminal(1).handlers.attached({ sessionId: 'session-2', title: '', columns: 80, rows: 24, live: true })
    core.view({ ...next, session: { ...next.session, sessionId: 'session-3' } })
    terminal(1).handlers.detached('handed over')
    await expect.poll(() => core.terminals.length).toBe(3)
    type('\u001d')
    expect((await end).left).toBe(true)
    expect(terminal(0).typed + terminal(1).typed).toBe('')
    expect(core.followers).toHaveLength(0)
  })

  it('ends when no session will follow', async () => {
    const { core, end, terminal } = attach(SERIES_ID)
    terminal().handlers.attached({ sessionId: SAMPLE_SESSION.sessionId, title: '', columns: 80, rows: 24, live: true })
    terminal().handlers.detached('handed over')
    core.view({ ...SAMPLE_VIEW, status: 'completed', session: null })
    expect(await end).toEqual({ left: false, shown: true, why: 'the series is completed' })
  })

  it('says at once that there is no terminal', async () => {
    const { end, terminal } = attach(SERIES_ID)
    terminal().handlers.detached('no session is running')
    expect(await end).toEqual({ left: false, shown: false, why: 'no session is running' })
  })

  it('ends with the core', async () => {
    const { core, end, terminal, raw } = attach(SERIES_ID)
    terminal().handlers.attached({ sessionId: SAMPLE_SESSION.sessionId, title: '', columns: 80, rows: 24, live: true })
    core.gone('the core is gone')
    expect(await end).toEqual({ left: false, shown: true, why: 'the core is gone' })
    expect(raw).toEqual([true, false])
  })
})
