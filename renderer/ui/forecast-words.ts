import type { ContextForecast, Spread } from '../../contract/forecast.ts'
import { dueWords } from '../../contract/forecast-words.ts'
import { formatAge, formatDuration } from './format.ts'

const MINUTE = 60_000

/** A forecast in full, for the tooltip of a bar and for screen readers; nothing where nothing is known. */
export function forecastLines(forecast: ContextForecast | null, now: number): string[] {
  const words = dueWords(forecast)
  if (forecast === null || words === null) return []
  const { turns, minutes, basis, at } = forecast
  const said = `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  if (turns.mid === 0) return [said]
  const time = minutes === null ? [] : [minutesWords(minutes)]
  return [`${said}, four times of five`, ...time, `Told from ${basisWords(basis)}, ${formatAge(at, now)}`]
}

/** "About 12 min of work (7 min to 20 min)". */
function minutesWords({ low, mid, high }: Spread): string {
  const text = (minutes: number): string => formatDuration(roundedTo(minutes) * MINUTE)
  const range = high === null ? `${text(low)} or more` : `${text(low)} to ${text(high)}`
  return `About ${text(mid)} of work (${range})`
}

/** Half minutes below five, whole ones above: it is a forecast. At least half a minute. */
function roundedTo(minutes: number): number {
  return minutes < 5 ? Math.max(0.5, Math.round(minutes * 2) / 2) : Math.round(minutes)
}

function basisWords({ own, earlier }: ContextForecast['basis']): string {
  const turns = (count: number): string => `${count} ${count === 1 ? 'turn' : 'turns'}`
  if (own === 0) return `${turns(earlier)} of earlier sessions`
  const ofThis = `${turns(own)} of this session`
  return earlier === 0 ? ofThis : `${ofThis} and ${earlier} of earlier ones`
}
