import { worker } from '../../../assets/scripted-model/worker.ts'

/** Never writes a good handover: no next steps, however often it is asked. */
export const stubborn = worker({
  handover: ({ docs, mark }) => `# ${docs.task}: context\n\nEverything goes well (${mark}).\n`,
})
