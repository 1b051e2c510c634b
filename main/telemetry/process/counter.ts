import type { StepView } from '../../../contract/telemetry.ts'

type Figures = Omit<StepView, 'step'>

/** What one step did since the start. What a failed commit did is taken back, since it comes again. */
export class StepCounter {
  readonly step: StepView['step'];
  in = 0
  out = 0
  #dropped: Record<string, number> = {}
  #before: Figures | null = null

  constructor(step: StepView['step']) {
    this.step = step
  }

  drop(reason: string, count = 1): void {
    if (count > 0) this.#dropped[reason] = (this.#dropped[reason] ?? 0) + count
  }

  /** Here `takeBack` comes back to. */
  begin(): void {
    this.#before = { in: this.in, out: this.out, dropped: { ...this.#dropped } }
  }

  takeBack(): void {
    if (this.#before === null) return
    this.in = this.#before.in
    this.out = this.#before.out
    this.#dropped = this.#before.dropped
    this.#before = null
  }

  view(): StepView {
    return { step: this.step, in: this.in, out: this.out, dropped: { ...this.#dropped } }
  }
}
