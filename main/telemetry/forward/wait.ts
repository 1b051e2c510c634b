/** A wait that others may cut short. One waits at a time. */
export interface Wait {
  /** Null: until it is ended. */
  begin(ms: number | null): Promise<void>
  end(): void
}

export function openWait(): Wait {
  let finish: (() => void) | null = null
  return {
    begin(ms) {
      return new Promise((resolve) => {
        const timer = ms === null ? null : setTimeout(() => finish?.(), ms)
        finish = () => {
          if (timer !== null) clearTimeout(timer)
          finish = null
          resolve()
        }
      })
    },
    end: () => finish?.(),
  }
}
