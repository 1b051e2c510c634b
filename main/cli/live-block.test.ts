import { Terminal } from '@xterm/headless'
import { expect, it } from 'vitest'
import { createLiveBlock } from './live-block.ts'

/** A real terminal emulator shows what a person would see. */
function screen(columns: number, rows: number) {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true, scrollback: 100 })
  const writes: string[] = []
  const size = { columns, rows }
  const block = createLiveBlock(
    (text) => {
      writes.push(text)
      terminal.write(text)
    },
    () => size,
  )
  const seen = async () => {
    await new Promise<void>((resolve) => terminal.write('', resolve))
    const buffer = terminal.buffer.active
    return Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd()
      .split('\n')
  }
  const resize = (to: number) => {
    size.columns = to
    terminal.resize(to, rows)
  }
  return { block, seen, writes, resize }
}

it('redraws its lines in place, longer, shorter and fewer', async () => {
  const { block, seen } = screen(40, 10)
  block.draw(['one is long', 'two'])
  block.draw(['1', 'two', 'three'])
  expect(await seen()).toEqual(['1', 'two', 'three'])
  block.draw(['only'])
  expect(await seen()).toEqual(['only'])
  block.clear()
  expect(await seen()).toEqual([''])
})

it('keeps what is printed above it, wrapped lines whole', async () => {
  const { block, seen } = screen(20, 10)
  block.draw(['status'])
  block.print('a line that is longer than the screen')
  block.print('short')
  expect(await seen()).toEqual(['a line that is longe', 'r than the screen', 'short', 'status'])
})

it('goes on in place when the terminal scrolls', async () => {
  const { block, seen } = screen(20, 4)
  block.draw(['a', 'b'])
  for (const n of [1, 2, 3, 4, 5]) block.print(`event ${n}`)
  expect(await seen()).toEqual(['event 1', 'event 2', 'event 3', 'event 4', 'event 5', 'a', 'b'])
})

it('leaves nothing behind when the terminal gets narrower', async () => {
  const { block, seen, resize } = screen(40, 10)
  block.print('kept')
  block.draw(['x'.repeat(35), 'y'])
  resize(20)
  block.draw(['x'.repeat(19), 'y'])
  expect(await seen()).toEqual(['kept', 'x'.repeat(19), 'y'])
})

it('writes each frame at once, and nothing when nothing changed', () => {
  const { block, writes } = screen(40, 10)
  block.draw(['a', 'b'])
  block.draw(['a', 'b'])
  expect(writes).toHaveLength(1)
  block.draw(['a', 'c'])
  expect(writes).toHaveLength(2)
})

it('never grows past the terminal', async () => {
  const { block, seen } = screen(20, 4)
  block.draw(['1', '2', '3', '4', '5', '6'])
  block.draw(['1', '2', '3', '4', '5', 'six'])
  expect(await seen()).toEqual(['1', '2', '3'])
})
