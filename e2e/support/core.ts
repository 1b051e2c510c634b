import { main } from '../../main/cli.ts'
import { TIMING, type Timing } from '../../main/series/timing.ts'

/**
 * The `baton` command with a test's waits: `main/cli.ts` for everything else. A core that it starts in a process
 * of its own runs this file again, with the same environment.
 */

/** A JSON object laid over the waits below. Only this entry knows it; the product has no such switch. */
export const TIMING_VARIABLE = 'BATON_TEST_TIMING'

/** How long a core without a series and a client stays, in ms, in place of the product's minute. */
export const IDLE_EXIT_VARIABLE = 'BATON_TEST_IDLE_EXIT'

/** Long enough for two busy cores, short enough for a test. */
const QUICK: Partial<Timing> = {
  firstPrompt: 20_000,
  selfRetry: 2_000,
  backoffFirst: 1_000,
  backoffMost: 4_000,
}

const overlay = JSON.parse(process.env[TIMING_VARIABLE] ?? '{}') as Partial<Timing>
Object.assign(TIMING, QUICK, overlay)

const idleExit = process.env[IDLE_EXIT_VARIABLE]

if (import.meta.main) await main(process.argv, idleExit === undefined ? {} : { idleExitMs: Number(idleExit) })
