import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createProgram } from '../main/cli/program.ts'
import { TIMING, type Timing } from '../main/series/timing.ts'

/**
 * The `baton` command as the benches run it, bundled like the shipped one. It differs in two things: waits of the loop may be
 * laid over (a bench hands over more often than a sound series does), and a parent that asks is told the event-loop delay.
 */

/** Between two looks at the clock, ms: the least that the histogram takes. */
const RESOLUTION_MS = 1

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
process.on('message', (word) => {
  if (word === 'watch') {
    delay.enable()
    delay.reset()
  }
  if (word === 'tell') process.send?.({ p50: delay.percentile(50), p99: delay.percentile(99), max: delay.max })
})
// Being asked is no reason to stay alive.
process.channel?.unref()

Object.assign(TIMING, JSON.parse(process.env['BATON_BENCH_TIMING'] ?? '{}') as Partial<Timing>)
const { stdin, stdout, stderr, env } = process
const io = { stdin, stdout, stderr, env, cwd: process.cwd(), entry: process.argv[1] ?? '' }
process.exitCode = await createProgram(io).run(process.argv.slice(2))
