import type { Adviser } from './advice-types.ts'
import { HANDOVER_ASSUMPTION, simulateHandovers } from './handover-simulation.ts'

/** Contexts that were kept past the point where a checkpoint is due by the settings. */
export const longContext: Adviser = {
  kind: 'long-context',

  *look(one, context) {
    const due = context.dueOf(one.session)
    if (due === null) return []
    const simulated = yield* simulateHandovers(one, due, context)
    if (simulated === null) return []
    const { rows, count, savedUsd } = simulated
    const times = simulated.handovers === 1 ? 'one handover' : `${simulated.handovers} handovers`
    const seen = `${simulated.peak.toLocaleString('en')} tokens at its fullest, due at ${due.toLocaleString('en')}: ${times} would have kept it smaller`
    return [{ variant: '', seen, rows, count, savedUsd }]
  },

  words: () => ({
    title: 'Contexts kept past their threshold',
    body: 'Sessions went on past the point where a checkpoint is due, and every later request read the whole context again. Run such work as a series (`baton run`), or adopt the session, so that it hands over in time.',
    assumption: `${HANDOVER_ASSUMPTION} It is due where your settings say.`,
  }),
}
