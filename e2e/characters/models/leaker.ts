import { handoverText } from '../../../assets/scripted-model/handover.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** In the form of a real key; put together here so that no scanner takes this file for a leak. */
export const LEAKED_KEY = ['sk', 'ant', 'api03', 'Zk8qR2vX7mB4nL9wT3yH6jP1sD5fG0cA'.repeat(2)].join('-')

/** Leaves a key in an otherwise good handover, after a repair request too. */
export const leaker = worker({
  handover: (facts) => `${handoverText(facts)}- The deploy key is ${LEAKED_KEY}\n`,
})
