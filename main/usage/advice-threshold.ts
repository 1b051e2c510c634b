import type { Adviser, Finding } from './advice-types.ts'
import { HANDOVER_ASSUMPTION, simulateHandovers } from './handover-simulation.ts'

/** Thresholds that are tried, tokens: the usual windows and what lies between. */
export const THRESHOLDS = [50_000, 75_000, 100_000, 150_000, 200_000, 300_000, 400_000, 500_000, 700_000]
/** Less is within what the assumptions are wrong by. */
const WORTH_A_CHANGE = 0.05
/** A session that was silent for so long is taken as over. */
const SILENT_MS = 60 * 60_000

/** The threshold that would have been cheapest on the person's own finished sessions. */
export const threshold: Adviser = {
  kind: 'threshold',
  bestFrom: WORTH_A_CHANGE,

  *look(one, context) {
    // Baton hands over between sessions of Claude Code alone.
    if (one.session.agent !== 'claude' || context.now - one.session.lastAt < SILENT_MS) return []
    const found: Finding[] = []
    for (const due of THRESHOLDS) {
      const simulated = yield* simulateHandovers(one, due, context)
      // No larger one would have been reached.
      if (simulated === null) break
      const { rows, count, savedUsd } = simulated
      const times = simulated.handovers === 1 ? 'one handover' : `${simulated.handovers} handovers`
      const seen = `${simulated.peak.toLocaleString('en')} tokens at its fullest; ${times}`
      found.push({ variant: String(due), seen, rows, count, savedUsd })
    }
    return found
  },

  words: (variant) => ({
    title: `A threshold of ${Number(variant).toLocaleString('en')} tokens`,
    body: `Of ${THRESHOLDS.length} thresholds tried on your finished sessions, a handover at ${Number(variant).toLocaleString('en')} tokens would have cost least: set it with \`baton run --threshold-tokens ${variant}\` or in the settings.`,
    assumption: `${HANDOVER_ASSUMPTION} Sessions that would have been cheaper without it are reckoned with. Smaller contexts than sessions had can be tried, larger ones cannot.`,
  }),
}
