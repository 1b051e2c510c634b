import { say } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

export const ASKED_IN_TEXT = 'the licence of the photographs is not known'

/** After its first box it asks for a person in its last line, and goes on once someone has answered. */
export const askerInText = worker({
  instead: ({ entries, calls, request }) => {
    if (request?.kind === 'checkpoint' || request?.kind === 'repair') return null
    const asked = entries.findLastIndex((entry) => entry.kind === 'said' && entry.text.includes('BATON: NEEDS-HUMAN'))
    if (asked >= 0 && entries.slice(asked).some((entry) => entry.kind === 'prompt')) return null
    const tickedOne = calls.some((call) => call.name === 'Edit' && call.result?.failed === false)
    return tickedOne ? say(`The first box is done.\n\nBATON: NEEDS-HUMAN ${ASKED_IN_TEXT}`) : null
  },
})
