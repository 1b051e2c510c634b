import type { Character } from '../../../assets/scripted-model/reply.ts'
import { worker, type WorkerBehaviour } from '../../../assets/scripted-model/worker.ts'

/** The careful worker, each answer so late: a page has time to be looked at meanwhile. */
export function paced(delayMs: number, behaviour: WorkerBehaviour = {}): Character {
  const work = worker(behaviour)
  return (conversation) => ({ ...work(conversation), delayMs })
}
