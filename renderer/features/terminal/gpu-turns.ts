/** Browsers give a page about 16 GPU contexts and take the oldest away without a word; four panes are on screen at most. */
export const MAX_GPU = 4

/** After the third loss of one terminal's context its GPU is not to be trusted: it is drawn by the DOM from then on. */
export const MAX_RECREATIONS = 2

/** Who may draw with the GPU. One terminal's losses never count against another. */
export class GpuTurns {
  #holders = new Set<string>()
  #losses = new Map<string, number>()

  /** True: this terminal may have a context now. Give it back with `release`. */
  take(id: string): boolean {
    if (this.#holders.has(id)) return true
    if (this.#holders.size >= MAX_GPU || this.losses(id) > MAX_RECREATIONS) return false
    this.#holders.add(id)
    return true
  }

  release(id: string): void {
    this.#holders.delete(id)
  }

  /** Its context was lost, or could not be made. True: it may be made again. */
  lost(id: string): boolean {
    this.#losses.set(id, this.losses(id) + 1)
    this.#holders.delete(id)
    return this.losses(id) <= MAX_RECREATIONS
  }

  losses(id: string): number {
    return this.#losses.get(id) ?? 0
  }

  forget(id: string): void {
    this.#holders.delete(id)
    this.#losses.delete(id)
  }
}
