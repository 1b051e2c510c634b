import { say } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** Says that it wrote the handover, and did not. */
export const liar = worker({
  instead: ({ request }) =>
    request?.kind === 'checkpoint' || request?.kind === 'repair'
      ? say('The handover is written and complete. Everything is safe.')
      : null,
})
