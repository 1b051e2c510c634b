import headless from '@xterm/headless'
import { expect, it, onTestFinished } from 'vitest'
import { feedScreen } from './screen-feed.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function fed(columns = 20, rows = 4) {
  const screen = new headless.Terminal({ cols: columns, rows, scrollback: 50, allowProposedApi: true })
  onTestFinished(() => screen.dispose())
  let drawn = 0
  const feed = feedScreen(screen, (count) => {
    drawn += count
  })
  const lines = () => {
    const { active } = screen.buffer
    return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
  }
  const parsed = () => new Promise<void>((resolve) => screen.write('', resolve))
  return { screen, feed, lines, parsed, drawn: () => drawn }
}

it('acknowledges what has reached the screen, output and replay, and not before', async () => {
  const { feed, parsed, drawn } = fed()
  feed.output(bytes('hällo'))
  feed.replay(bytes('anew'), 'a line')
  expect(drawn()).toBe(0)
  await parsed()
  expect(drawn()).toBe(10)
})

it('draws a replay on a terminal that was reset, after all that came before', async () => {
  const { feed, lines, parsed } = fed()
  feed.output(bytes('old text\r\n\u001b[31m\u001b[?1049hin the other buffer'))
  feed.replay(bytes('new text'), null)
  feed.output(bytes(', and on'))
  await parsed()
  expect(lines().filter(Boolean)).toEqual(['new text, and on'])
})

it('puts a line above a replay into the scrollback and leaves the screen to it', async () => {
  const { screen, feed, lines, parsed } = fed(30)
  feed.replay(bytes('first\r\n\u001b[4;1Hlast\u001b[1;1H'), 'session 2 ended')
  await parsed()
  expect(lines()).toEqual(['── session 2 ended ──', 'first', '', '', 'last'])
  expect(screen.buffer.active.baseY).toBe(1)
  expect(screen.buffer.active.cursorY).toBe(0)
})

it('cuts the line above where the screen is narrow', async () => {
  const { feed, lines, parsed } = fed(8)
  feed.replay(bytes('first'), 'session 2 ended')
  await parsed()
  expect(lines()).toEqual(['── sess─', 'first', '', '', ''])
})

it('resizes in order with the output', async () => {
  const { screen, feed, lines, parsed } = fed(10, 4)
  feed.replay(bytes(''), null)
  feed.output(bytes('0123456789ab'))
  feed.resize({ columns: 5, rows: 4 })
  feed.output(bytes('\u001b[2J\u001b[H12345678'))
  expect(screen.cols).toBe(10)
  await parsed()
  expect(screen.cols).toBe(5)
  expect(lines().slice(-4, -2)).toEqual(['12345', '678'])
})

it('draws nothing while a replay is being parsed', async () => {
  const { screen, feed, parsed } = fed()
  const modes: boolean[] = []
  screen.parser.registerCsiHandler({ final: 'm' }, () => {
    modes.push(screen.modes.synchronizedOutputMode)
    return false
  })
  feed.replay(bytes('\u001b[1mx'), null)
  await parsed()
  expect(modes).toEqual([true])
  expect(screen.modes.synchronizedOutputMode).toBe(false)
})

it('leaves the screen as it was until the first replay, with which its size changes', async () => {
  const { screen, feed, lines, parsed } = fed(10, 4)
  screen.write('what was last seen')
  feed.resize({ columns: 8, rows: 3 })
  feed.resize({ columns: 6, rows: 3 })
  await parsed()
  expect([screen.cols, lines().join('')]).toEqual([10, 'what was last seen'])
  feed.replay(bytes('new'), null)
  feed.resize({ columns: 12, rows: 3 })
  await parsed()
  expect([screen.cols, lines()]).toEqual([12, ['new', '', '']])
})

it('keeps still what is seen from the reset until the replay is read, also when closed meanwhile', async () => {
  const { screen, parsed } = fed()
  const seen: string[] = []
  const first = () => screen.buffer.active.getLine(0)?.translateToString(true) ?? ''
  const still = () => {
    seen.push(`holds "${first()}"`)
    return () => void seen.push(`lets go of "${first()}"`)
  }
  const held = feedScreen(
    {
      write: (data, done) => screen.write(data, done),
      reset: () => screen.reset(),
      resize: (columns, rows) => screen.resize(columns, rows),
      still,
    },
    () => {},
  )
  held.replay(bytes('one'), null)
  await parsed()
  expect(seen).toEqual(['holds ""', 'lets go of "one"'])
  held.replay(bytes('two'), null)
  screen.write('', () => held.close())
  await parsed()
  expect(seen.slice(2)).toEqual(['holds "one"', 'lets go of "two"'])
})

it('acknowledges nothing once closed', async () => {
  const { feed, parsed, drawn } = fed()
  feed.output(bytes('text'))
  feed.close()
  await parsed()
  expect(drawn()).toBe(0)
})
