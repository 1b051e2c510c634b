import { renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describeProblem, success, type Outcome, type Problem } from '../../../contract/problem.ts'
import { encodeLogs } from '../../otlp/encode-logs.ts'
import type { Signal } from '../../otlp/points.ts'
import { redact } from '../../otlp/redact.ts'
import { SENSITIVE_KEYS } from '../../otlp/sensitive-keys.ts'
import { problemOf } from '../../store/sqlite-problems.ts'
import { StoreError } from '../../store/store-error.ts'
import type { Forwarder, ForwardSettings } from '../types.ts'
import { leadsBack, signalAddresses } from './address.ts'
import { answerOfOurselves } from './answer.ts'
import { openGather } from './gather.ts'
import { PACE, startLane, type Lane, type Pace } from './lane.ts'
import { post, TIMEOUT_MS } from './post.ts'
import { openQueue, type ForwardQueue, type QueueEntry } from './queue.ts'
import { openTally } from './tally.ts'
import { timeOf, together } from './together.ts'

/** Of the data folder. */
export const QUEUE_FILE = 'forward.db'
const MEGABYTE = 1024 * 1024

export interface ForwarderParts {
  settings: ForwardSettings
  /** See `readForwardHeaders`. */
  headers: Readonly<Record<string, string>>
  dataDir: string
  version: string
  /** Of this Baton's own receivers: nothing is sent there. */
  ownPorts?: () => number[]
  fetch?: typeof fetch
  now?: () => number
  pace?: Pace
  timeoutMs?: number
  /** What a person may want to read in the log; each thing is said once. */
  fault(what: string): void
}

/**
 * Opens the queue and begins to send what it holds. Problems: `forward-endpoint`, `forward-queue-newer`, and those of a
 * database that cannot be opened (`database-corrupt`, `disk-full`, `data-folder-unwritable` …).
 */
export async function openForwarder(parts: ForwarderParts): Promise<Outcome<Forwarder>> {
  const { settings, fault, now = Date.now, pace = PACE } = parts
  const addresses = signalAddresses(settings.endpoint)
  if (!addresses.ok) return addresses
  const queuePath = path.join(parts.dataDir, QUEUE_FILE)
  const opened = openSoundQueue(queuePath, settings.queueMegabytes * MEGABYTE, fault)
  if (!opened.ok) return opened
  const queue = opened.value
  const tally = openTally(fault)
  const wanted = new Set<Signal>(settings.signals)
  tally.lost(
    'signal-off',
    queue.keepOnly([...wanted]),
    'they waited for an endpoint that is no longer to have their signal',
  )

  const postParts = {
    headers: parts.headers,
    version: parts.version,
    fetch: parts.fetch ?? fetch,
    now,
    timeoutMs: parts.timeoutMs ?? TIMEOUT_MS,
  }
  const lanes = new Map<string, Lane>()
  for (const signal of wanted) {
    const lane = startLane({
      signal,
      queue,
      queuePath,
      tally,
      pace,
      now,
      fault,
      redact: (encoding, body) => (settings.redact ? redact(signal, encoding, body, SENSITIVE_KEYS) : body),
      async post(encoding, body, stop) {
        if (leadsBack(settings.endpoint, parts.ownPorts?.() ?? [])) return answerOfOurselves(settings.endpoint)
        return post(postParts, addresses.value[signal], encoding, body, stop)
      },
    })
    lanes.set(signal, lane)
  }
  let queueProblem: Problem | null = null
  const store = async (entries: readonly QueueEntry[]): Promise<void> => {
    const underWay = new Set([...lanes.values()].flatMap((lane) => [...lane.underWay]))
    try {
      const lost = queue.add(entries, underWay)
      tally.lost('queue-full', lost, `${queuePath} holds ${settings.queueMegabytes} MB, as set; the oldest go first`)
    } catch (error) {
      queueProblem = problemOf(error, queuePath)
      tally.lost('not-stored', entries.length, describeProblem(queueProblem))
      throw new StoreError(queueProblem)
    }
    for (const signal of new Set(entries.map((entry) => entry.signal))) lanes.get(signal)?.wake()
    await queue.sync()
    queueProblem = null
  }
  const gather = openGather(store)
  const source = { version: parts.version, instanceId: queue.installation }
  let sequence = 0

  return success({
    keep: (requests) => gather.add(requests.filter(({ signal }) => wanted.has(signal))),
    own(event) {
      if (!settings.ownEvents || !wanted.has('logs')) return
      sequence += 1
      // Two alike of the same moment are two: who receives drops what was resent.
      const attributes = { ...event.attributes, 'event.sequence': sequence }
      const body = encodeLogs([{ ...event, attributes }], source)
      // What could not be stored is counted and told where that is found.
      gather.add([{ signal: 'logs', encoding: 'protobuf', body, at: event.at }]).catch(() => {})
    },
    view() {
      const { requests, bytes, oldestAt } = queue.totals()
      const { state, nextTryAt, problem } = together([...lanes.values()].map((lane) => lane.view()))
      return {
        endpoint: settings.endpoint,
        state,
        queued: { requests, bytes, oldestAt: timeOf(oldestAt) },
        ...tally.view(),
        nextTryAt: timeOf(nextTryAt),
        problem: queueProblem ?? problem,
      }
    },
    async close() {
      await gather.end()
      await Promise.all([...lanes.values()].map((lane) => lane.close()))
      await queue.close()
    },
  })
}

/** A damaged queue is set aside, and said: what comes from now on must not be lost for it. */
function openSoundQueue(file: string, limit: number, fault: (what: string) => void): Outcome<ForwardQueue> {
  const opened = openQueue(file, limit)
  if (opened.ok || opened.problem.code !== 'database-corrupt') return opened
  const aside = `${file}.damaged`
  renameSync(file, aside)
  for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true })
  fault(
    `forwarding: ${describeProblem({ ...opened.problem, remedy: `it is ${aside} now, and an empty queue is used` })}`,
  )
  return openQueue(file, limit)
}
