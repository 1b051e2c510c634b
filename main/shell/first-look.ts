/** A desktop that starts everything at login may start its tray after us. */
const WAIT_MS = 30_000
const LOOK_AGAIN_MS = 2_000

export interface FirstLookParts {
  hidden: boolean
  isTrayProven(): Promise<boolean>
  open(): Promise<void>
  waitMs?: number
  lookAgainMs?: number
}

/** Opens the window at the start, unless it was asked not to and a tray icon is seen: an app must not be invisible. */
export async function firstLook(parts: FirstLookParts): Promise<void> {
  if (!parts.hidden) return parts.open()
  const until = performance.now() + (parts.waitMs ?? WAIT_MS)
  while (!(await parts.isTrayProven())) {
    if (performance.now() > until) return parts.open()
    await new Promise((resolve) => setTimeout(resolve, parts.lookAgainMs ?? LOOK_AGAIN_MS))
  }
}
