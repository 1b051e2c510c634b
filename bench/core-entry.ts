import { createProgram } from '../main/cli/program.ts'
import { TIMING, type Timing } from '../main/series/timing.ts'
import { answerLoopQuestions } from './loop-delay.ts'

/**
 * The `baton` command as the benches run it, bundled like the shipped one. It differs in two things: waits of the loop may be
 * laid over (a bench hands over more often than a sound series does), and a parent that asks is told the event-loop delay.
 */

answerLoopQuestions()
// Being asked is no reason to stay alive.
process.channel?.unref()

Object.assign(TIMING, JSON.parse(process.env['BATON_BENCH_TIMING'] ?? '{}') as Partial<Timing>)
const { stdin, stdout, stderr, env } = process
const io = { stdin, stdout, stderr, env, cwd: process.cwd(), entry: process.argv[1] ?? '' }
process.exitCode = await createProgram(io).run(process.argv.slice(2))
