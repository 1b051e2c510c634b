const FIRST_SLOTS = 1_024

/**
 * A set of 64-bit hashes in open addressing: 16 bytes each at most, nothing for the collector to look at. It grows by
 * doubling, half full at most.
 */
export class SeenTable {
  #slots = new Uint32Array(FIRST_SLOTS * 2)
  #size = 0

  get size(): number {
    return this.#size
  }

  has(high: number, low: number): boolean {
    return this.#slots[this.#slotOf(high, low) + 1] !== 0
  }

  /** False: it was there. */
  add(high: number, low: number): boolean {
    const slot = this.#slotOf(high, low)
    if (this.#slots[slot + 1] !== 0) return false
    this.#slots[slot] = low
    this.#slots[slot + 1] = high === 0 ? 1 : high
    this.#size += 1
    if (this.#size * 4 > this.#slots.length) this.#grow()
    return true
  }

  /** Empty again, and small. */
  clear(): void {
    if (this.#size === 0) return
    if (this.#slots.length > FIRST_SLOTS * 16) this.#slots = new Uint32Array(FIRST_SLOTS * 2)
    else this.#slots.fill(0)
    this.#size = 0
  }

  /** Where it stands or would: the low word, followed by the high one, which is never 0 where something stands. */
  #slotOf(high: number, low: number): number {
    const slots = this.#slots
    const last = slots.length - 1
    const marked = high === 0 ? 1 : high
    let slot = (low * 2) & last
    for (;;) {
      const there = slots[slot + 1]
      if (there === 0 || (there === marked && slots[slot] === low)) return slot
      slot = (slot + 2) & last
    }
  }

  #grow(): void {
    const before = this.#slots
    this.#slots = new Uint32Array(before.length * 2)
    this.#size = 0
    for (let slot = 0; slot < before.length; slot += 2) {
      const high = before[slot + 1] ?? 0
      if (high !== 0) this.add(high, before[slot] ?? 0)
    }
  }
}
