/**
 * Runs in the page before its own scripts, as `window.probe`, and measures with the page's own clock. All times are ms of
 * `performance.now()` of the page.
 */

interface Arrived {
  outputBytes: number
  replays: number
}

const arrived: Arrived = { outputBytes: 0, replays: 0 }
const REPLAY_FRAME = 2

class CountedWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!(data instanceof ArrayBuffer)) return
      if (new Uint8Array(data)[0] === REPLAY_FRAME) arrived.replays += 1
      else arrived.outputBytes += data.byteLength
    })
  }
}
globalThis.WebSocket = CountedWebSocket

/** When the next frame has been handed over to be shown. */
function nextFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => resolve(performance.now()))
      port1.start()
      port2.postMessage(null)
    })
  })
}

/** Once `found` holds, looked at in every frame; then one frame more, in which it is drawn. */
async function untilDrawn(found: () => boolean): Promise<number> {
  while (!found()) await nextFrame()
  return nextFrame()
}

function terminalRows(): string[] {
  return [...document.querySelectorAll('.xterm-rows:not(.terminal-still) > div')].map((row) => row.textContent ?? '')
}

let lastKeyAt = 0
window.addEventListener('keydown', (event) => void (lastKeyAt = event.timeStamp), true)

/** Resolves when a row of the terminal on the screen reads exactly so and is drawn. */
function untilRow(text: string): Promise<number> {
  const reads = () => terminalRows().some((row) => row.trim() === text)
  return new Promise((resolve) => {
    const look = (): void => {
      if (!reads()) return
      changes.disconnect()
      void nextFrame().then(resolve)
    }
    const changes = new MutationObserver(look)
    changes.observe(document.body, { childList: true, subtree: true, characterData: true })
    look()
  })
}

/** When what the next key is to bring about is drawn. */
let awaited: Promise<number> | null = null
let deltas: number[] | null = null
const updates: number[] = []
const firstUpdate = Promise.withResolvers<number>()
const usable = Promise.withResolvers<number>()
const painted = Promise.withResolvers<number>()

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.name === 'first-contentful-paint') painted.resolve(entry.startTime)
  }
}).observe({ type: 'paint', buffered: true })

/** The product measures it: from the core's answer to the drawn plots. */
new PerformanceObserver((list) => {
  for (const { name, startTime, duration } of list.getEntries()) {
    if (name !== 'timeline-update') continue
    updates.push(duration)
    firstUpdate.resolve(startTime + duration)
  }
}).observe({ type: 'measure', buffered: true })

const probe = {
  /** Output and replays since the last asking. */
  arrived(): Arrived {
    const taken = { ...arrived }
    Object.assign(arrived, { outputBytes: 0, replays: 0 })
    return taken
  },
  /** From the last key to the drawn mark, ms. */
  async keyToMark(mark: string): Promise<number> {
    const at = await untilDrawn(() => terminalRows().some((row) => row.includes(mark)))
    return at - lastKeyAt
  },
  awaitRow(text: string): void {
    awaited = untilRow(text)
  },
  /** From the last key to the frame that shows what was awaited, ms. */
  async keyToFrame(): Promise<number> {
    if (awaited === null) throw new Error('nothing is awaited')
    return (await awaited) - lastKeyAt
  },
  /** Whatever the next key does: the frame after it. */
  awaitKey(): void {
    awaited = new Promise((resolve) => {
      window.addEventListener('keydown', () => void nextFrame().then(resolve), { once: true, capture: true })
    })
  },
  watchFrames(): void {
    const own: number[] = []
    deltas = own
    let before: number | null = null
    const step = (at: number): void => {
      if (deltas !== own) return
      if (before !== null) own.push(at - before)
      before = at
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  },
  /** Time from frame to frame since `watchFrames`, ms. */
  frames(): number[] {
    const taken = deltas ?? []
    deltas = null
    return taken
  },
  /** When the timeline was first drawn. */
  whenDrawn: (): Promise<number> => firstUpdate.promise,
  /** What updates of the timeline took since the last asking, ms. */
  updates: (): number[] => updates.splice(0),
  /** Since the navigation began: the first content was painted; a control could be used, and that was drawn. */
  whenPainted: (): Promise<number> => painted.promise,
  whenUsable: (): Promise<number> => usable.promise,
  now: (): number => performance.now(),
}

/** A control that can be used says that the screen can. */
const USABLE = 'main button:enabled'
const changes = new MutationObserver(() => {
  if (document.querySelector(USABLE) === null) return
  changes.disconnect()
  void nextFrame().then(usable.resolve)
})
changes.observe(document, { childList: true, subtree: true, attributes: true })

export type Probe = typeof probe

declare global {
  interface Window {
    probe: Probe
  }
}
window.probe = probe
