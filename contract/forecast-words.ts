import type { ContextForecast, Spread } from './forecast.ts'

/** "due in ~6 turns (4–9)": said in the same words by page and terminal. Null: nothing is known, and nothing is said. */
export function dueWords(forecast: ContextForecast | null): string | null {
  if (forecast === null) return null
  return forecast.turns.mid === 0 ? 'due now' : `due in ${turnsWords(forecast.turns)}`
}

/** "~6 turns (4–9)", to the nearest whole one, but one at least. Of 0 turns it is "now". */
export function turnsWords({ low, mid, high }: Spread): string {
  if (mid === 0) return 'now'
  const [from, about, to] = [whole(low), whole(mid), high === null ? null : whole(high)]
  const range = to === null ? ` (${from} or more)` : to === from ? '' : ` (${from}–${to})`
  return `~${about} ${about === 1 ? 'turn' : 'turns'}${range}`
}

function whole(turns: number): number {
  return Math.max(1, Math.round(turns))
}
