import { handoverText } from '../../../assets/scripted-model/handover.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** The first handover has no next steps; asked to repair it, it writes a good one. */
export const sloppy = worker({
  handover: (facts, round) =>
    round === 1 ? handoverText(facts).replace('## Next steps', '## Thoughts') : handoverText(facts),
})
