import type { TokenCounts } from '../../../contract/usage.ts'

/** Stands where nothing was measured; a zero would be a claim. */
export const UNKNOWN = '–'

/** 950, 61k, 1.2M; `–` when unknown. */
export function tokenText(tokens: number | null): string {
  if (tokens === null) return UNKNOWN
  if (tokens < 1000) return String(Math.round(tokens))
  if (tokens < 999_500) return `${Math.round(tokens / 1000)}k`
  return `${(tokens / 1_000_000).toFixed(tokens < 9_950_000 ? 1 : 0).replace(/\.0$/, '')}M`
}

export function percentText(percent: number | null): string {
  return percent === null ? UNKNOWN : `${Math.round(percent)} %`
}

export function tokenSum(tokens: TokenCounts): number {
  return tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
}

/** USD. A cost of 0 beside no tokens is one that was not measured yet. */
export function costText(costUsd: number, tokens: TokenCounts): string {
  if (costUsd === 0 && tokenSum(tokens) === 0) return UNKNOWN
  if (costUsd > 0 && costUsd < 0.01) return '<$0.01'
  return `$${costUsd.toFixed(2)}`
}

/** The same where no heading says what the figure is. */
export function costNote(costUsd: number, tokens: TokenCounts): string {
  const text = costText(costUsd, tokens)
  return text === UNKNOWN ? `cost ${UNKNOWN}` : text
}

/** 45 s, 12 min, 1 h 12 min, 2 d 3 h. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** Milliseconds between two moments; `to` null: still going on, until `now`. */
export function between(from: string, to: string | null, now: number): number {
  return (to === null ? now : Date.parse(to)) - Date.parse(from)
}

const two = (value: number) => String(value).padStart(2, '0')

/** 08:41 in local time. */
export function clockText(at: string): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** 08:41:31 in local time. */
export function exactClockText(at: string): string {
  return `${clockText(at)}:${two(new Date(at).getSeconds())}`
}

/** 2026-11-22 08:41 in local time. */
export function momentText(at: string): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockText(at)}`
}

export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
