import { makeWorld } from '../e2e/support/world.ts'
import { startBareOtlp } from './bare-otlp.ts'
import { startCore } from './core.ts'
import { pin, portsOf, processorTime, unpin, urlFor, urlsAt, type OtlpUrls } from './otlp-core.ts'
import type { LoadSignal } from './otlp-payload.ts'
import type { Protocol } from './otlp-send.ts'
import { startSender, type Sender } from './otlp-sender.ts'
import { median, quantile, type BenchResult } from './result.ts'

const PROTOCOLS: Protocol[] = ['http/json', 'http/protobuf', 'grpc']
const SIGNALS: LoadSignal[] = ['logs', 'metrics']
const ROUNDS = 5
const QUICK_ROUNDS = 2
/** Of a round: sessions that send as fast as they are answered, enough that a full batch waits while another is stored. */
const CONNECTIONS = 32
const REQUESTS = 30
const SHARE_AIM = 0.5
const RATE_AIM = 20_000

/** A hundred sessions that each export every second, five times as often as Claude Code does unasked. */
const MANY = 100
const APART_MS = 1_000
const MANY_REQUESTS = 10
const QUICK_MANY_REQUESTS = 3
const ACKNOWLEDGED_AIM_MS = 50

/**
 * Telemetry from its sender to the disk and back: records and points a second, and how long 100 connections wait for an
 * answer, in turns with bare servers that drain and decode the same bytes with the same decoder and keep nothing. For the rates each receiver has one
 * processor for all its threads, the sender the other.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  const core = await startCore(world)
  const bare = await startBareOtlp(world.env)
  const sender = startSender(world.env)
  try {
    pin(core.pid, 0)
    pin(bare.pid, 0)
    pin(sender.pid, 1)
    const urls = { ours: urlsAt(await portsOf(core)), peer: bare.urls }
    const results: BenchResult[] = []
    for (const protocol of PROTOCOLS) {
      for (const signal of SIGNALS) {
        const pids = { ours: core.pid, peer: bare.pid }
        results.push(...(await rates(sender, urls, pids, protocol, signal, quick)))
      }
    }
    // How fast is a matter of one core; how soon is one of the machine as it is.
    for (const pid of [core.pid, bare.pid, sender.pid]) unpin(pid)
    for (const protocol of PROTOCOLS) results.push(await waits(sender, urls, protocol, quick))
    return results
  } finally {
    sender.close()
    bare.close()
    await core.close()
    await world.close()
  }
}

interface Urls {
  ours: OtlpUrls
  peer: OtlpUrls
}

async function rates(
  sender: Sender,
  urls: Urls,
  pids: { ours: number; peer: number },
  protocol: Protocol,
  signal: LoadSignal,
  quick: boolean,
): Promise<BenchResult[]> {
  const round = async (whose: 'ours' | 'peer'): Promise<{ rate: number; work: number }> => {
    const load = { protocol, signal, connections: CONNECTIONS, requests: REQUESTS, apart: 0 }
    const before = processorTime(pids[whose])
    const { ms, records } = await sender.play({ url: urlFor(urls[whose], protocol), ...load })
    return { rate: records / (ms / 1_000), work: ((processorTime(pids[whose]) - before) * 1_000) / records }
  }
  const ours: number[] = []
  const peer: number[] = []
  const work: { ours: number[]; peer: number[] } = { ours: [], peer: [] }
  // The first round of each warms up and is not counted.
  for (let n = 0; n <= (quick ? QUICK_ROUNDS : ROUNDS); n += 1) {
    const [mine, theirs] = [await round('ours'), await round('peer')]
    if (n === 0) continue
    ours.push(mine.rate)
    peer.push(theirs.rate)
    work.ours.push(mine.work)
    work.peer.push(theirs.work)
  }
  const what = signal === 'logs' ? 'log records' : 'metric points'
  const share = median(ours) / median(peer)
  const rate = median(ours)
  const named = { name: `${what} over ${protocol} to the disk`, unit: '/s', ours, peer }
  return [
    { ...named, aim: `≥ ${SHARE_AIM} × bare`, value: share, met: share >= SHARE_AIM },
    { ...named, peer: null, aim: `≥ ${RATE_AIM}/s on one core`, value: rate, met: rate >= RATE_AIM },
    workResult(`${what} over ${protocol}, processor time each`, work),
  ]
}

/** Of all threads of the process: what others do on the machine meanwhile does not count. */
function workResult(name: string, { ours, peer }: { ours: number[]; peer: number[] }): BenchResult {
  const value = median(ours)
  const most = 1e6 / RATE_AIM
  return { name, unit: 'µs', ours, peer, aim: `≤ ${most} µs, for ${RATE_AIM}/s on one core`, value, met: value <= most }
}

async function waits(sender: Sender, urls: Urls, protocol: Protocol, quick: boolean): Promise<BenchResult> {
  const requests = quick ? QUICK_MANY_REQUESTS : MANY_REQUESTS
  const round = async (at: OtlpUrls): Promise<number[]> => {
    const load = { protocol, signal: 'logs' as const, connections: MANY, requests, apart: APART_MS }
    return (await sender.play({ url: urlFor(at, protocol), ...load })).times
  }
  const ours: number[] = []
  const peer: number[] = []
  for (let n = 0; n < 2; n += 1) {
    ours.push(...(await round(urls.ours)))
    peer.push(...(await round(urls.peer)))
  }
  const value = quantile(ours, 0.99)
  const aim = `p99 ≤ ${ACKNOWLEDGED_AIM_MS} ms (bare: ${quantile(peer, 0.99).toFixed(1)})`
  const name = `acknowledged over ${protocol}, ${MANY} connections`
  return { name, unit: 'ms', ours, peer, aim, value, met: value <= ACKNOWLEDGED_AIM_MS }
}
