import type { ContextForecast, Spread } from './forecast.ts'

/** "due in ~6 turns (4–9)": said in the same words by page and terminal. Null: nothing is known, and nothing is said. */
export function dueWords(forecast: ContextForecast | null): string | null {
  if (forecast === null) return null
  return forecast.turns.mid === 0 ? 'due now' : `due in ${turnsWords(forecast.turns)}`
}

/** "~6 turns (4–9)": a turn in which it falls due is counted whole. Of 0 turns it is "now". */
export function turnsWords({ low, mid, high }: Spread): string {
  if (mid === 0) return 'now'
  const [from, about, to] = [Math.ceil(low), Math.ceil(mid), high === null ? null : Math.ceil(high)]
  const range = to === null ? ` (${from} or more)` : to === from ? '' : ` (${from}–${to})`
  return `~${about} ${about === 1 ? 'turn' : 'turns'}${range}`
}
