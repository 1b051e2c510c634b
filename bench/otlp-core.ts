import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { describeProblem } from '../contract/problem.ts'
import type { TelemetryState } from '../contract/telemetry.ts'
import type { World } from '../e2e/support/world.ts'
import { openStore } from '../main/store/open.ts'
import type { BenchCore, TelemetryPorts } from './core.ts'
import type { Protocol } from './otlp-send.ts'

export interface OtlpUrls {
  http: string
  grpc: string
}

export function urlFor(urls: OtlpUrls, protocol: Protocol): string {
  return protocol === 'grpc' ? urls.grpc : urls.http
}

export async function telemetryOf(core: BenchCore): Promise<TelemetryState> {
  const state = await core.client.call('telemetry.state', {})
  if (!state.ok) throw new Error(describeProblem(state.problem))
  if (state.value === null) throw new Error('the core of the bench receives no telemetry')
  return state.value
}

export async function portsOf(core: BenchCore): Promise<TelemetryPorts> {
  const { receivers } = await telemetryOf(core)
  const port = (protocol: 'http' | 'grpc'): number => {
    const found = receivers.find((receiver) => receiver.protocol === protocol)?.port ?? null
    if (found === null) throw new Error(`the core of the bench has no receiver for ${protocol}`)
    return found
  }
  return { http: port('http'), grpc: port('grpc') }
}

export function urlsAt({ http, grpc }: TelemetryPorts): OtlpUrls {
  return { http: `http://127.0.0.1:${http}`, grpc: `http://127.0.0.1:${grpc}` }
}

/** Keeps a process with all its threads on one processor, where there are two: the sender has the other. Linux only. */
export function pin(pid: number, processor: 0 | 1): void {
  setProcessors(pid, String(processor))
}

/** Gives it all processors again. */
export function unpin(pid: number): void {
  setProcessors(pid, `0-${availableParallelism() - 1}`)
}

function setProcessors(pid: number, list: string): void {
  // With one processor both share what there is, ours and the peer alike.
  if (availableParallelism() < 2) return
  execFileSync('taskset', ['--all-tasks', '--pid', '--cpu-list', list, String(pid)], { stdio: 'pipe' })
}

/** Ticks of the kernel's clock; Linux has 100 a second wherever Node runs. ms */
const TICK_MS = 10

/** Processor time of a process so far, all its threads, ms. Linux only. */
export function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // Behind the name, which may hold anything; user and system time are fields 14 and 15 of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** What the database holds, read when its core has ended. */
export interface Kept {
  /** API responses of the ledger, and their tokens. */
  requests: number
  tokens: number
  /** Records of `api_request` by the minute: counted apart from the responses. */
  records: number
  /** Metric points, and the sum of their values. */
  points: number
  value: number
}

export async function readKept({ dataDir }: World, metric = 'token.usage'): Promise<Kept> {
  const opened = await openStore({ dir: dataDir })
  if (!opened.ok) throw new Error(describeProblem(opened.problem))
  const store = opened.value
  try {
    const totals = await store.ledgerTotals()
    const all = { from: 0, until: Date.now() + 86_400_000, step: null, by: [] }
    const [records] = await store.telemetryFigures({ ...all, signal: 'logs', name: 'api_request' })
    const [points] = await store.telemetryFigures({ ...all, signal: 'metrics', name: metric })
    return {
      requests: totals.reduce((sum, one) => sum + one.requests, 0),
      tokens: totals.reduce((sum, { tokens }) => sum + Object.values(tokens).reduce((a, b) => a + b, 0), 0),
      records: records?.count ?? 0,
      points: points?.count ?? 0,
      value: points?.value ?? 0,
    }
  } finally {
    await store.close()
  }
}
