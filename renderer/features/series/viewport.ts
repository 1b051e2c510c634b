/** A stretch of time, ms since the epoch. */
export interface Span {
  from: number
  to: number
}

/** What of the timeline is shown. `live`: its end moves with the end of the timeline. */
export interface Viewport extends Span {
  live: boolean
}

/** The closest that a plot is looked at, ms. */
export const CLOSEST_MS = 2_000

export function wholeOf(domain: Span): Viewport {
  return { from: domain.from, to: Math.max(domain.to, domain.from + CLOSEST_MS), live: true }
}

export function isWhole(view: Span, domain: Span): boolean {
  const whole = wholeOf(domain)
  return view.from <= whole.from && view.to >= whole.to
}

/** The timeline grew. The whole stays whole, a live end stays at the end, all else does not move. */
export function grown(view: Viewport, before: Span, now: Span): Viewport {
  if (view.live && isWhole(view, before)) return wholeOf(now)
  if (!view.live) return view
  const end = wholeOf(now).to
  return { from: end - (view.to - view.from), to: end, live: true }
}

/** `factor` below 1 comes closer; `at` stays where it is on the screen. */
export function zoomed(view: Viewport, domain: Span, factor: number, at: number): Viewport {
  const whole = wholeOf(domain)
  const width = Math.min(whole.to - whole.from, Math.max(CLOSEST_MS, (view.to - view.from) * factor))
  const share = view.to === view.from ? 0.5 : (at - view.from) / (view.to - view.from)
  return placed(at - share * width, width, domain)
}

/** `by` in ms; later is positive. */
export function panned(view: Viewport, domain: Span, by: number): Viewport {
  return placed(view.from + by, view.to - view.from, domain)
}

export function selected(domain: Span, first: number, second: number): Viewport {
  const [from, to] = first < second ? [first, second] : [second, first]
  const width = Math.max(CLOSEST_MS, to - from)
  return placed((from + to) / 2 - width / 2, width, domain)
}

/** The same width, moved as little as it takes to have `at` in it, with a tenth of the width around it. */
export function revealing(view: Viewport, domain: Span, at: number): Viewport {
  const width = view.to - view.from
  const margin = width / 10
  if (at >= view.from && at <= view.to) return view
  return placed(at < view.from ? at - margin : at + margin - width, width, domain)
}

export function liveAgain(view: Viewport, domain: Span): Viewport {
  const end = wholeOf(domain).to
  return placed(end - (view.to - view.from), view.to - view.from, domain)
}

function placed(from: number, width: number, domain: Span): Viewport {
  const whole = wholeOf(domain)
  const shown = Math.min(width, whole.to - whole.from)
  const start = Math.min(Math.max(from, whole.from), whole.to - shown)
  return { from: start, to: start + shown, live: start + shown >= whole.to }
}
