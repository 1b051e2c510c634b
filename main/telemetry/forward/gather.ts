/** What comes while a piece of work is done, or within one turn of the event loop, becomes the next piece. */
export interface Gather<T> {
  /** Resolves after the work that its items were part of; rejects with what that threw. */
  add(items: readonly T[]): Promise<void>
  /** Resolves when nothing waits any more. Never rejects. */
  end(): Promise<void>
}

interface Piece<T> {
  items: T[]
  done: PromiseWithResolvers<void>
}

export function openGather<T>(work: (items: readonly T[]) => Promise<void>): Gather<T> {
  let next: Piece<T> | null = null
  let running: Promise<void> = Promise.resolve()

  const run = async (piece: Piece<T>): Promise<void> => {
    next = null
    await work(piece.items).then(piece.done.resolve, piece.done.reject)
  }
  return {
    add(items) {
      if (items.length === 0) return Promise.resolve()
      if (next === null) {
        const piece: Piece<T> = { items: [], done: Promise.withResolvers() }
        next = piece
        const turn = new Promise((resolve) => setImmediate(resolve))
        running = Promise.all([running, turn]).then(() => run(piece))
      }
      next.items.push(...items)
      return next.done.promise
    },
    async end() {
      for (let last = null; last !== running;) {
        last = running
        await last
      }
    },
  }
}
