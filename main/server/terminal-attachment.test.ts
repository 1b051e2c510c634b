import { expect, it } from 'vitest'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import { EARLY_INPUT_BYTES } from './limits.ts'
import { openAttachment } from './terminal-attachment.ts'
import type { AttachedTerminal, TerminalSize, TerminalViewer } from './types.ts'
import { eventually } from './test-request.ts'

/** A terminal whose attach is answered when the test says so. */
function pending(size: TerminalSize | null = { columns: 80, rows: 24 }) {
  const said: string[] = []
  let viewer: TerminalViewer | null = null
  const { promise, resolve } = Promise.withResolvers<Outcome<AttachedTerminal>>()
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
  const handle = openAttachment(
    {
      attach: (_target, size, its) => {
        viewer = its
        said.push(size === null ? 'asked' : `asked ${size.columns}x${size.rows}`)
        return promise
      },
    },
    'x',
    size,
    {
      attached: ({ title }) => said.push(`attached ${title}`),
      output: (bytes) => said.push(`output ${text(bytes)}`),
      replay: (bytes) => said.push(`replay ${text(bytes)}`),
      resized: (columns, rows) => said.push(`resized ${columns}x${rows}`),
      detached: (why) => said.push(`detached ${why}`),
      writable: () => true,
      fault: (error) => said.push(`fault ${String(error)}`),
    },
  )
  const terminal: AttachedTerminal = {
    sessionId: 's',
    title: 'one',
    columns: 80,
    rows: 24,
    live: true,
    write: (bytes) => said.push(`write ${text(bytes)}`),
    resize: (columns, rows) => said.push(`resize ${columns}x${rows}`),
    detach: () => said.push('detach'),
  }
  return {
    said,
    handle,
    answer: (outcome: Outcome<AttachedTerminal>) => resolve(outcome),
    terminal: success(terminal),
    get viewer() {
      if (!viewer) throw new Error('not asked yet')
      return viewer
    },
  }
}

it('keeps what comes before the attach, in order, both ways', async () => {
  const test = pending()
  test.viewer.replay(Buffer.from('screen'))
  test.viewer.output(Buffer.from('more'))
  test.handle.write(Buffer.from('a'))
  test.handle.resize(90, 30)
  test.handle.resize(100, 0)
  test.handle.write(Buffer.from('b'))
  expect(test.said).toEqual(['asked 80x24'])
  test.answer(test.terminal)
  await eventually(() => expect(test.said).toHaveLength(7))
  expect(test.said.slice(1)).toEqual([
    'attached one',
    'replay screen',
    'output more',
    'resize 100x1',
    'write a',
    'write b',
  ])
})

it('tells of an end that came first after the attach, and writes nothing into it', async () => {
  const test = pending()
  test.viewer.ended('gone')
  test.viewer.output(Buffer.from('late'))
  test.handle.write(Buffer.from('a'))
  test.answer(test.terminal)
  await eventually(() => expect(test.said).toEqual(['asked 80x24', 'attached one', 'detached gone']))
  test.handle.write(Buffer.from('b'))
  test.viewer.ended('again')
  expect(test.said).toHaveLength(3)
  expect(test.viewer.writable()).toBe(false)
})

it('lets go of a terminal that came after the viewer left', async () => {
  const test = pending()
  test.handle.close()
  test.handle.write(Buffer.from('a'))
  test.answer(test.terminal)
  await eventually(() => expect(test.said).toEqual(['asked 80x24', 'detach']))
})

it('passes the problem on', async () => {
  const test = pending()
  test.answer(failure('x', 'the thing', 'it is not there', 'look elsewhere'))
  await eventually(() =>
    expect(test.said).toEqual(['asked 80x24', 'detached the thing: it is not there. Look elsewhere.']),
  )
})

it('bounds what is typed into nothing', () => {
  const test = pending()
  test.handle.write(Buffer.alloc(EARLY_INPUT_BYTES))
  expect(test.said).toHaveLength(1)
  test.handle.write(Buffer.alloc(1))
  expect(test.said).toEqual(['asked 80x24', 'detached too much was typed before the terminal was there'])
})

it('takes the size that there is, hears of changes in order, and may size it later', async () => {
  const test = pending(null)
  test.viewer.replay(Buffer.from('screen'))
  test.viewer.resized(120, 40)
  test.answer(test.terminal)
  await eventually(() => expect(test.said).toEqual(['asked', 'attached one', 'replay screen', 'resized 120x40']))
  test.handle.resize(90, 30)
  expect(test.said.at(-1)).toBe('resize 90x30')
})
