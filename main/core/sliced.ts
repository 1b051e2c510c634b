import { setImmediate as nextTurn } from 'node:timers/promises'

/** Work goes on so long before everything else has its turn, ms: hooks wait for the same loop. */
const SLICE_MS = 5

/** Runs work that pauses by itself, and lets others have their turn between its pauses. */
export function slicer(): <T>(work: Generator<void, T>) => Promise<T> {
  let began = performance.now()
  return async (work) => {
    for (;;) {
      const step = work.next()
      if (step.done === true) return step.value
      if (performance.now() - began < SLICE_MS) continue
      // oxlint-disable-next-line no-await-in-loop -- one slice after the other is the point
      await nextTurn()
      began = performance.now()
    }
  }
}
