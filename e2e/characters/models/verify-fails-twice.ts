import { makeOutput, outputFile, quoted } from '../../../assets/scripted-model/box-work.ts'
import { devDocs, knownBoxes } from '../../../assets/scripted-model/dev-docs-seen.ts'
import { call, say } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** In the first box's file until the verify command has failed twice. */
export const WRONG_LINE = 'draft, to be checked'
const FAILURES_BEFORE_THE_REPAIR = 2

/** Ticks its first box with a wrong output, and makes it right when told of the failed verify a second time. */
export const verifyFailsTwice = worker({
  steps: ({ box }) => [box.number === 1 ? makeOutput(box, WRONG_LINE) : makeOutput(box)],
  instead: (conversation) => {
    const failures = conversation.requests.filter(({ kind }) => kind === 'verify-failed')
    if (conversation.request?.kind !== 'verify-failed') return null
    if (failures.length < FAILURES_BEFORE_THE_REPAIR) return say('I looked at it; it should be right now.')
    const docs = devDocs(conversation)
    const box = docs && knownBoxes(conversation, docs)?.[0]
    if (!box) return null
    const file = quoted(outputFile(box))
    const repair = { command: `echo ${quoted(`done: ${box.title}`)} > ${file}`, description: 'Repair the output' }
    const repaired = conversation.turnCalls.some(({ input }) => input['command'] === repair.command)
    return repaired ? say('The output is right now.') : call('Bash', repair)
  },
})
