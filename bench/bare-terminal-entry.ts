import { createRequire } from 'node:module'
import headless from '@xterm/headless'

/**
 * The least that a hosted terminal can be: node-pty into headless xterm, the program paused while more than 100 000 characters
 * wait and let go on below 5 000. Told `{ word }`, it types the word and answers `{ ms }` when its end mark is parsed.
 */
const { spawn } = createRequire(import.meta.url)('node-pty') as typeof import('node-pty')

const HIGH_WATER = 100_000
const LOW_WATER = 5_000
const [columns = 120, rows = 40] = process.argv.slice(3).map(Number)

const screen = new headless.Terminal({ cols: columns, rows, scrollback: 1_000, allowProposedApi: true })
const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])))
const pty = spawn(process.argv[2] ?? '', [], { name: 'xterm-256color', cols: columns, rows, env })
let unparsed = 0
let paused = false
let tail = ''
let awaited: { mark: string; begun: number } | null = null

pty.onData((text) => {
  unparsed += text.length
  if (!paused && unparsed > HIGH_WATER) {
    paused = true
    pty.pause()
  }
  tail = (tail + text).slice(-200)
  const ends = awaited !== null && tail.includes(awaited.mark) ? awaited : null
  screen.write(text, () => {
    unparsed -= text.length
    if (paused && unparsed < LOW_WATER) {
      paused = false
      pty.resume()
    }
    if (ends === null || ends !== awaited) return
    awaited = null
    process.send?.({ ms: performance.now() - ends.begun })
  })
})
process.on('message', ({ word }: { word: string }) => {
  awaited = { mark: `end-of-${word}`, begun: performance.now() }
  pty.write(`${word}\r`)
})
process.on('disconnect', () => {
  pty.kill()
  process.exit()
})
process.send?.({ ready: true })
