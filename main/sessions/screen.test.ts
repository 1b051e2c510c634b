import headless from '@xterm/headless'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openScreen, type Replay } from './screen.ts'

const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}'
const FLAG = '\u{1F1E9}\u{1F1EA}'

async function replayOf(text: string): Promise<string> {
  const screen = openScreen(40, 4, () => {})
  onTestFinished(() => screen.dispose())
  screen.write(text, () => {})
  return (await new Promise<Replay>((resolve) => screen.snapshot(resolve))).text
}

/** Where the cursor stands after the text on our screen. */
async function columnAfter(text: string): Promise<string> {
  const replies: string[] = []
  const screen = openScreen(40, 4, (reply) => replies.push(reply))
  onTestFinished(() => screen.dispose())
  await new Promise<void>((resolve) => screen.write(`${text}\u001b[6n`, resolve))
  return replies.join('')
}

it('gives a cluster of characters the width that a page gives it', async () => {
  expect(await columnAfter(FAMILY)).toBe('\u001b[1;3R')
  expect(await columnAfter(FLAG)).toBe('\u001b[1;3R')
  expect(await columnAfter(`${FAMILY}${FLAG}e\u0301`)).toBe('\u001b[1;6R')
})

it('replays clusters and the text after them as they were', async () => {
  const text = `${FAMILY}|${FLAG}|e\u0301|漢|x`
  expect(await replayOf(text)).toBe(text)
  expect(await replayOf(await replayOf(text))).toBe(text)
})

it('replays colours of 24 bits', async () => {
  const replay = await replayOf('\u001b[38;2;1;2;3mfore\u001b[48;2;250;251;252mback\u001b[0m')
  expect(replay).toContain('38;2;1;2;3m')
  expect(replay).toContain('48;2;250;251;252m')
})

it('replays the modes that keys, paste, mouse and focus depend on', async () => {
  const terminal = new headless.Terminal({ cols: 40, rows: 4, allowProposedApi: true })
  const replay = await replayOf('\u001b[?2004h\u001b[?1h\u001b[?1002h\u001b[?1004h')
  await new Promise<void>((resolve) => terminal.write(replay, resolve))
  expect(terminal.modes).toMatchObject({
    bracketedPasteMode: true,
    applicationCursorKeysMode: true,
    mouseTrackingMode: 'drag',
    sendFocusMode: true,
  })
})

it('keeps the text of a link and forgets its address', async () => {
  const replay = await replayOf('\u001b]8;;https://example.com\u0007the page\u001b]8;;\u0007')
  expect(replay).toContain('the page')
  expect(replay).not.toContain('example.com')
})

describe('what is kept of a program that is gone', () => {
  const lastOf = async (...texts: string[]): Promise<string> => {
    const screen = openScreen(40, 4, () => {})
    onTestFinished(() => screen.dispose())
    for (const text of texts) screen.write(text, () => {})
    return (await new Promise<Replay>((resolve) => screen.last(resolve))).text
  }
  const ENTER = '\u001b[?1049h\u001b[H'
  const LEAVE = '\u001b[?1049l'

  it('is the alternate screen that it left in order to end', async () => {
    const text = await lastOf('before\r\n', `${ENTER}the work`, `${LEAVE}Resume with x\r\n`)
    expect(text).toContain('the work')
    expect(text).toContain('\u001b[?1049h')
    expect(text).not.toContain('Resume')
  })

  it('is what it wrote when it went on after that', async () => {
    const text = await lastOf(`${ENTER}an editor`, `${LEAVE}one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n`)
    expect(text).toContain('five')
    expect(text).not.toContain('an editor')
  })

  it('costs a program little that flips between its screens without end', async () => {
    const screen = openScreen(120, 40, () => {})
    onTestFinished(() => screen.dispose())
    screen.write('a line of what it said\r\n'.repeat(1_000), () => {})
    const began = performance.now()
    // 14 kB; drawn each time, it took half a minute, and no hook was answered meanwhile.
    await new Promise<void>((resolve) => screen.write(`${ENTER}x${LEAVE}`.repeat(1_000), resolve))
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it('is the screen as it stands where no other was left, or it is there still', async () => {
    expect(await lastOf('one', LEAVE)).toContain('one')
    expect(await lastOf(`${ENTER}first${LEAVE}${ENTER}second`)).toContain('second')
  })
})
