import { readFileSync } from 'node:fs'
import type { UsageAnswer } from '../contract/ledger.ts'
import { startDiscovery } from '../main/discovery/start.ts'
import { openStore } from '../main/store/open.ts'
import { answerLoopQuestions } from './loop-delay.ts'

/** What the bench is told of a look. */
export interface ScanTold {
  total: UsageAnswer['total']
  /** Most resident memory that the process had so far, bytes. */
  peak: number
}

interface Reader {
  look(): Promise<UsageAnswer['total']>
  close(): Promise<void>
}

const ALL = { from: null, until: null, by: [], order: 'key', limit: 1 } as const
const NEVER_MS = 2 ** 30

/** Reads all transcripts at the first "look", what was appended at the next ones: the store and the reading alone, or a core. */
const [dataDir = '', what] = process.argv.slice(2)
answerLoopQuestions()
const reader = await (what === 'core' ? wholeCore() : readingAlone())

async function readingAlone(): Promise<Reader> {
  const opened = await openStore({ dir: dataDir })
  if (!opened.ok) throw new Error(opened.problem.cause)
  const store = opened.value
  const discovery = startDiscovery({
    store,
    home: process.env['HOME'] ?? '',
    env: { CLAUDE_CONFIG_DIR: process.env['CLAUDE_CONFIG_DIR'] ?? '' },
    settings: { folders: {}, prices: [] },
    sweepMs: NEVER_MS,
    state: () => {},
    sessions: () => {},
    fault: (error) => {
      throw error
    },
  })
  return {
    async look() {
      await discovery.look()
      return (await store.usage({ ...ALL, by: [] })).total
    },
    async close() {
      await discovery.close()
      await store.close()
    },
  }
}

async function wholeCore(): Promise<Reader> {
  const { openCore } = await import('../main/core/open.ts')
  const opened = await openCore({
    dataDir,
    serve: { port: 0 },
    telemetry: {},
    recover: false,
    idleExitMs: null,
    env: process.env,
    discovery: 'asked',
  })
  if (!opened.ok) throw new Error(opened.problem.cause)
  const { client, close } = opened.value
  return {
    close,
    async look() {
      const looked = await client.call('scan.look', {})
      const asked = await client.call('usage.query', { ...ALL, by: [] })
      if (!looked.ok || !asked.ok) throw new Error('the core did not answer')
      return asked.value.total
    },
  }
}

/** Linux: the kernel's own high-water mark of resident memory. */
function peak(): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return kilobytes === undefined ? process.memoryUsage.rss() : Number(kilobytes) * 1024
}

process.on('message', (word) => {
  if (word === 'look') void reader.look().then((total) => process.send?.({ total, peak: peak() } satisfies ScanTold))
  if (word === 'quit') void reader.close().then(() => process.exit(0))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
