import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { ALL_TRANSCRIPTS } from '../agents/all-transcripts.ts'
import { usePrices } from '../agents/prices.ts'
import { readOne, type Outcome } from './read-one.ts'
import { BUFFER_BYTES, READ_AHEAD, type HelpInput, type Helped } from './help.ts'

/** Entry of a thread that helps with a first scan: takes the next file that nobody has, until there is none. */
function help(port: MessagePort, { work, prices, next, taken }: HelpInput): void {
  usePrices(prices)
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  const counter = new Int32Array(next)
  const uptake = new Int32Array(taken)
  for (let sent = 0; ; sent++) {
    const n = Atomics.add(counter, 0, 1)
    const one = work[n]
    if (one === undefined) return
    const agent = ALL_TRANSCRIPTS.find(({ agent: name }) => name === one.agent)
    if (agent === undefined) continue
    const outcome: Outcome = readOne(agent, one.file, one.known, buffer)
    const blocks = outcome.reading === null ? [] : [outcome.reading.requests.figures.buffer as ArrayBuffer]
    port.postMessage({ n, outcome } satisfies Helped, blocks)
    // Reading goes faster than writing, and what is read must not fill the memory.
    for (let at = Atomics.load(uptake, 0); sent - at >= READ_AHEAD; at = Atomics.load(uptake, 0)) {
      Atomics.wait(uptake, 0, at)
    }
  }
}

if (parentPort !== null) help(parentPort, workerData as HelpInput)
