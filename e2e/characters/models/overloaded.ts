import { apiError, type Character } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** Answers 529 after its first box until `over` says that the load is gone. */
export function overloaded(over: () => boolean): Character {
  return worker({
    instead: ({ calls }) => {
      const begun = calls.some((call) => call.name === 'Edit' && call.result?.failed === false)
      return begun && !over() ? { fault: apiError(529, 'overloaded_error', 'Overloaded') } : null
    },
  })
}
