import headless from '@xterm/headless'
import { describe, expect, it, vi } from 'vitest'
import { openScreen, type Replay } from './screen.ts'
import type { Terminal } from './terminal.ts'
import { startTerminal, watchingViewer } from './testing.ts'

const DRAWING = [
  'printf "\\033[?1049h\\033[2J\\033[3;5H\\033[1;31mred é漢\\033[0m\\033[10;1Hline"',
  'printf "\\033[?25l\\033[?2004h\\033[?1006h\\033]0;a title\\007\\033[7;9H"',
  'echo; read x',
].join(';')

/** Lines, cursor and modes as a terminal shows them after `text`. */
async function shown(text: string, columns: number, rows: number) {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true })
  await new Promise<void>((resolve) => terminal.write(text, resolve))
  const { active } = terminal.buffer
  const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true))
  return { type: active.type, x: active.cursorX, y: active.cursorY, lines, modes: terminal.modes }
}

async function textOf(terminal: Terminal): Promise<string> {
  return (await terminal.replay()).text
}

describe('a viewer', () => {
  it('that comes late sees the live screen', async () => {
    let output = ''
    const terminal = startTerminal('sh', ['-c', DRAWING], { onOutput: (text) => (output += text) })
    await vi.waitFor(() => expect(output).toContain('\u001b[7;9H\r\n'))
    const viewer = watchingViewer()
    terminal.attach(viewer)
    await vi.waitFor(() => expect(viewer.replays).toBe(1))
    expect(await shown(viewer.text, 120, 40)).toEqual(await shown(output, 120, 40))
    expect(viewer.text).toContain('\u001b[?25l')
    expect(viewer.text).toContain('\u001b[?1006h')
    expect(viewer.text).toContain('\u001b]0;a title\u0007')
    expect(terminal.title).toBe('a title')
  })

  it('that joins a stream at any moment misses and doubles nothing', async () => {
    const terminal = startTerminal('sh', [
      '-c',
      'seq 1 20000 | while read n; do printf "\\033[32m%s\\033[0m\\n" $n; done',
    ])
    const early = watchingViewer()
    terminal.attach(early)
    const others = [watchingViewer(), watchingViewer(), watchingViewer()]
    for (const [index, viewer] of others.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one joins after the other
      await vi.waitFor(() => expect(early.text).toContain(`m${(index + 1) * 1000}\u001b`), {
        timeout: 10_000,
        interval: 2,
      })
      terminal.attach(viewer)
    }
    await terminal.ended
    await vi.waitFor(() => expect(others.every((one) => one.why !== null)).toBe(true))
    const expected = await shown(early.text, 120, 40)
    const seen = await Promise.all(others.map((viewer) => shown(viewer.text, 120, 40)))
    for (const screen of seen) expect(screen.lines.slice(-1000)).toEqual(expected.lines.slice(-1000))
  }, 20_000)

  it('that joins inside an escape sequence sees no piece of it', async () => {
    const terminal = startTerminal('bash', ['-c', 'printf "A\\033[3"; read -s x; printf "1mred\\033[0m"; read x'])
    await vi.waitFor(async () => expect(await textOf(terminal)).toContain('A'))
    const viewer = watchingViewer()
    terminal.attach(viewer)
    await vi.waitFor(() => expect(viewer.replays).toBe(1))
    terminal.write('\r')
    await vi.waitFor(() => expect(viewer.text).toContain('red'))
    expect((await shown(viewer.text, 120, 40)).lines[0]).toBe('Ared')
  })

  it('that is slow slows nobody, and gets a fresh replay when it has caught up', async () => {
    const terminal = startTerminal('sh', ['-c', 'read x; seq 1 5000; read x; echo bye'])
    const [slow, quick] = [watchingViewer(), watchingViewer()]
    terminal.attach(quick)
    terminal.attach(slow)
    await vi.waitFor(() => expect([slow.replays, quick.replays]).toEqual([1, 1]))
    slow.slow = true
    terminal.write('\r')
    await vi.waitFor(() => expect(quick.text).toContain('5000\r\n'))
    expect(slow.text).not.toContain('5000')
    slow.slow = false
    await vi.waitFor(() => expect(slow.replays).toBe(2))
    expect((await shown(slow.text, 120, 40)).lines.slice(-40)).toEqual(
      (await shown(quick.text, 120, 40)).lines.slice(-40),
    )
    expect(quick.replays).toBe(1)
    slow.slow = true
    terminal.write('\r')
    await terminal.ended
    await vi.waitFor(() => expect(quick.why).toBe('exited with code 0'))
    expect(slow.why).toBeNull()
    slow.slow = false
    await vi.waitFor(() => expect(slow.why).toBe('exited with code 0'))
    expect(slow.text).toContain('bye')
  })

  it('of an ended session gets its last screen and the end', async () => {
    const terminal = startTerminal('sh', ['-c', 'echo last words'])
    await terminal.ended
    const viewer = watchingViewer()
    terminal.attach(viewer)
    await vi.waitFor(() => expect(viewer.why).toBe('exited with code 0'))
    expect(viewer.text).toContain('last words')
    expect(await textOf(terminal)).toContain('last words')
  })

  it('that left hears nothing more', async () => {
    const terminal = startTerminal('cat', [])
    const viewer = watchingViewer()
    terminal.attach(viewer).detach()
    terminal.write('word\r')
    await vi.waitFor(async () => expect(await textOf(terminal)).toContain('word'))
    expect(viewer).toMatchObject({ text: '', replays: 0, why: null })
  })
})

describe('a closed terminal', () => {
  it('ends its viewers, hangs up on its program and takes no new viewer', async () => {
    const terminal = startTerminal('sh', ['-c', 'echo up; read x'])
    const [early, late] = [watchingViewer(), watchingViewer()]
    terminal.attach(early)
    await vi.waitFor(() => expect(early.text).toContain('up'))
    terminal.close()
    expect(early.why).toBe('its terminal was closed')
    expect(await terminal.exited).toEqual({ exitCode: null, signal: 'SIGHUP' })
    terminal.attach(late, { columns: 80, rows: 24 }).detach()
    expect(late).toMatchObject({ replays: 0, why: 'its terminal was closed' })
    expect(await textOf(terminal)).toBe('')
    await terminal.ended
  })
})

describe('the size', () => {
  it('is that of the viewer that last named one or was used, and the first again when all have left', async () => {
    const terminal = startTerminal('cat', [])
    const sized = () => `${terminal.columns}x${terminal.rows}`
    const watching = watchingViewer()
    terminal.attach(watching)
    await vi.waitFor(() => expect(watching.replays).toBe(1))
    const one = terminal.attach(watchingViewer(), { columns: 80, rows: 24 })
    const two = terminal.attach(watchingViewer(), { columns: 100, rows: 30 })
    expect(sized()).toBe('100x30')
    one.resize(81, 25)
    expect(sized()).toBe('81x25')
    two.used()
    expect(sized()).toBe('100x30')
    two.detach()
    expect(sized()).toBe('81x25')
    one.detach()
    two.resize(7, 7)
    expect(sized()).toBe('120x40')
    expect(watching.resizes).toEqual(['120x40', '80x24', '100x30', '81x25', '100x30', '81x25', '120x40'])
  })

  it('is told where it changes in the stream', async () => {
    const terminal = startTerminal('sh', ['-c', 'read x; echo one; read x; echo two; read x'])
    const viewer = watchingViewer()
    terminal.attach(viewer)
    const sizer = terminal.attach(watchingViewer())
    await vi.waitFor(() => expect(viewer.heard).toEqual(['resized 120x40', 'replay']))
    terminal.write('\r')
    await vi.waitFor(() => expect(viewer.text).toContain('one'))
    sizer.resize(90, 30)
    terminal.write('\r')
    await vi.waitFor(() => expect(viewer.text).toContain('two'))
    const at = viewer.heard.indexOf('resized 90x30')
    expect(viewer.heard.slice(0, at).join('')).toContain('one')
    expect(viewer.heard.slice(at).join('')).toContain('two')
  })
})

describe('a query of the program', () => {
  const ASKING =
    'process.stdin.setRawMode(true);process.stdin.on("data",d=>console.log("got "+JSON.stringify(String(d))));' +
    'process.stdout.write("up\\r\\n");setInterval(()=>process.stdout.write("\\x1b[c"),30)'

  it('is answered by the screen while no viewer is there, and else left to the viewer', async () => {
    const terminal = startTerminal('node', ['-e', ASKING])
    await vi.waitFor(async () => expect(await textOf(terminal)).toContain('got "\\u001b[?1;2c"'), 5000)
    const viewer = watchingViewer()
    const place = terminal.attach(viewer, { columns: 120, rows: 40 })
    await vi.waitFor(() => expect(viewer.text.split('\u001b[c').length).toBeGreaterThan(8), 5000)
    // Answers to what was asked before it came may still arrive, none to the later ones.
    expect(viewer.text.slice(viewer.text.lastIndexOf('got')).split('\u001b[c').length).toBeGreaterThan(6)
    place.detach()
    const before = (await textOf(terminal)).split('got').length
    await vi.waitFor(async () => expect((await textOf(terminal)).split('got').length).toBeGreaterThan(before), 5000)
  }, 15_000)
})

describe('the screen', () => {
  it('changes its size only after the text before it is drawn', async () => {
    const screen = openScreen(20, 4, () => {})
    screen.write('\u001b[1;30Hy', () => {})
    screen.resize(40, 4)
    const replay = await new Promise<Replay>((resolve) => screen.snapshot(resolve))
    screen.dispose()
    expect(replay).toMatchObject({ columns: 40, rows: 4 })
    expect((await shown(replay.text, 40, 4)).lines[0]).toBe(`${' '.repeat(19)}y`)
  })
})
