import { readFileSync } from 'node:fs'
import type { ScanState } from '../contract/observed.ts'
import type { UsageAnswer } from '../contract/ledger.ts'
import { openCore } from '../main/core/open.ts'
import { answerLoopQuestions } from './loop-delay.ts'

/** What the bench is told of a look. */
export interface ScanTold {
  state: ScanState
  total: UsageAnswer['total']
  /** Most memory that the process had so far, bytes. */
  peak: number
}

/** A core with an empty data folder, as a process of its own: reads all transcripts once, then again at each "look". */
const [dataDir = ''] = process.argv.slice(2)
answerLoopQuestions()
const opened = await openCore({
  dataDir,
  serve: { port: 0 },
  telemetry: null,
  recover: false,
  idleExitMs: null,
  env: process.env,
  discovery: 'asked',
})
if (!opened.ok) throw new Error(opened.problem.cause)
const { client } = opened.value

async function look(): Promise<void> {
  const looked = await client.call('scan.look', {})
  if (!looked.ok) throw new Error(looked.problem.cause)
  const asked = await client.call('usage.query', { from: null, until: null, by: [], order: 'key', limit: 1 })
  if (!asked.ok) throw new Error(asked.problem.cause)
  process.send?.({ state: looked.value, total: asked.value.total, peak: peak() } satisfies ScanTold)
}

/** Linux: the kernel's own high-water mark of resident memory. */
function peak(): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return kilobytes === undefined ? process.memoryUsage.rss() : Number(kilobytes) * 1024
}

process.on('message', (word) => {
  if (word === 'look') void look()
  if (word === 'quit') void opened.value.close().then(() => process.exit(0))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
