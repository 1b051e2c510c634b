import headless from '@xterm/headless'
// oxlint-disable-next-line import/default -- its typings tell of an ES module
import graphemes from '@xterm/addon-unicode-graphemes'
import { FrameKind } from '../contract/frames.ts'
import { openSocket } from '../main/server/client-socket.ts'
import { createDrawnBytes } from '../renderer/client/drawn-bytes.ts'
import type { BenchCore } from './core.ts'

/** A terminal as a page has it, without the page: over the websocket into headless xterm, acknowledged as it is parsed. */
export interface WatchedTerminal {
  type(text: string): void
  /** Resolves with the time (of `performance.now()`) at which a line of the lowest two reads exactly so. */
  drawn(mark: string): Promise<number>
  /** Bytes of output and times that it was replayed since the last asking. */
  taken(): { bytes: number; replays: number }
  close(): void
}

export async function watchTerminal(
  core: BenchCore,
  sessionId: string,
  size: { columns: number; rows: number },
): Promise<WatchedTerminal> {
  const { columns, rows } = size
  const screen = new headless.Terminal({ cols: columns, rows, scrollback: 5_000, allowProposedApi: true })
  // oxlint-disable-next-line import/no-named-as-default-member -- a CommonJS bundle
  screen.loadAddon(new graphemes.UnicodeGraphemesAddon())
  const drawn = createDrawnBytes()
  const begun = Promise.withResolvers<void>()
  let awaited: { mark: string; resolve: (at: number) => void } | null = null
  let bytesTaken = 0
  let replays = 0
  const look = (): void => {
    if (awaited === null || !shows(screen, awaited.mark)) return
    awaited.resolve(performance.now())
    awaited = null
  }
  const socket = openSocket(core.address, {
    message: (message) => {
      if (message.type === 'resized') screen.write('', () => screen.resize(message.columns, message.rows))
      if (message.type === 'detached') begun.reject(new Error(message.why))
    },
    frame(kind, bytes) {
      drawn.received(bytes.length)
      bytesTaken += bytes.length
      if (kind === FrameKind.replay) {
        replays += 1
        screen.write('', () => screen.reset())
      }
      screen.write(bytes, () => {
        const told = drawn.drawn(bytes.length)
        if (told > 0) socket.send({ type: 'ack', channel: 0, bytes: told })
        look()
      })
      begun.resolve()
    },
    closed: (why) => begun.reject(new Error(why)),
  })
  socket.send({ type: 'attach', channel: 0, target: sessionId, columns, rows, acknowledges: true })
  await begun.promise
  return {
    type: (text) => socket.sendInput(0, Buffer.from(text)),
    drawn: (mark) =>
      new Promise((resolve) => {
        awaited = { mark, resolve }
        look()
      }),
    taken() {
      const taken = { bytes: bytesTaken, replays }
      bytesTaken = 0
      replays = 0
      return taken
    },
    close() {
      socket.close()
      screen.dispose()
    },
  }
}

/** On the lowest lines that are written. */
function shows(screen: headless.Terminal, mark: string): boolean {
  const { active } = screen.buffer
  const bottom = active.baseY + active.cursorY
  const lines = [bottom, bottom - 1].map((y) => active.getLine(y)?.translateToString(true) ?? '')
  return lines.some((line) => line.trim() === mark)
}
