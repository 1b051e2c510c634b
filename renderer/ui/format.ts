/** What stands for a figure that nobody knows. Never a 0. */
export const UNKNOWN = '–'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** 148213 → "148k", 950 → "950", 1_250_000 → "1.25M", 17_551_770_000 → "17.55B". */
export function formatTokens(tokens: number | null | undefined): string {
  if (tokens === null || tokens === undefined || !Number.isFinite(tokens)) return UNKNOWN
  if (tokens < 1_000) return String(Math.round(tokens))
  if (tokens < 9_950) return `${trimZeros((tokens / 1_000).toFixed(1))}k`
  if (tokens < 999_500) return `${Math.round(tokens / 1_000)}k`
  if (tokens < 999_500_000) return `${trimZeros((tokens / 1_000_000).toFixed(2))}M`
  return `${trimZeros((tokens / 1_000_000_000).toFixed(2))}B`
}

/** 12345 → "12,345". */
export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined || !Number.isFinite(count) ? UNKNOWN : count.toLocaleString('en')
}

/** 950 → "950 B", 1_400_000 → "1.4 MB". */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return UNKNOWN
  if (bytes < 1_000) return `${bytes} B`
  const [unit, name] = BYTE_UNITS.find(([size]) => bytes < size * 999.5) ?? [1e9, 'GB']
  const value = bytes / unit
  return `${value < 9.95 ? trimZeros(value.toFixed(1)) : Math.round(value)} ${name}`
}

const BYTE_UNITS: [size: number, name: string][] = [
  [1e3, 'kB'],
  [1e6, 'MB'],
  [1e9, 'GB'],
]

/**
 * USD. 4.2 → "$4.20", 0.004 → "<$0.01", 1234.5 → "$1,234.50". Every answer of a model costs something: a sum of 0 says
 * that none was measured.
 */
export function formatCost(usd: number | null | undefined): string {
  if (usd === null || usd === undefined || !Number.isFinite(usd) || usd === 0) return UNKNOWN
  if (usd > 0 && usd < 0.01) return '<$0.01'
  return `$${usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** Whole percent, rounded down, so that nothing is called full before it is. */
export function formatPercent(percent: number | null | undefined): string {
  if (percent === null || percent === undefined || !Number.isFinite(percent)) return UNKNOWN
  return `${Math.floor(percent)} %`
}

/** ms in its two largest units: "3 h 12 min", "45 s", "2 d 4 h". */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return UNKNOWN
  const whole = Math.max(0, ms)
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)} s`
  if (whole < HOUR) return withRest(whole, MINUTE, 'min', SECOND, 's', 10 * MINUTE)
  if (whole < DAY) return withRest(whole, HOUR, 'h', MINUTE, 'min', DAY)
  return withRest(whole, DAY, 'd', HOUR, 'h', Infinity)
}

/** How long ago, in one unit: "12 s ago", "3 min ago"; "just now" under two seconds. */
export function formatAge(at: string | number | null | undefined, now: number): string {
  const time = toTime(at)
  if (time === null) return UNKNOWN
  const age = Math.max(0, now - time)
  if (age < 2 * SECOND) return 'just now'
  return `${oneUnit(age)} ago`
}

/** The same in one unit without "ago": "12 s". */
export function oneUnit(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`
  return `${Math.floor(ms / DAY)} d`
}

/** Local time of day, with the date where it is not today's: "14:05", "21 Nov 14:05". */
export function formatTime(at: string | number | null | undefined, now: number = Date.now()): string {
  const time = toTime(at)
  if (time === null) return UNKNOWN
  const date = new Date(time)
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`
  if (date.toDateString() === new Date(now).toDateString()) return clock
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return `${date.getDate()} ${MONTHS[date.getMonth()]}${sameYear ? '' : ` ${date.getFullYear()}`} ${clock}`
}

/** Last part of a path: the project's name. */
export function projectName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function toTime(at: string | number | null | undefined): number | null {
  if (at === null || at === undefined) return null
  const time = typeof at === 'number' ? at : Date.parse(at)
  return Number.isFinite(time) ? time : null
}

function withRest(ms: number, unit: number, name: string, rest: number, restName: string, below: number): string {
  const more = Math.floor((ms % unit) / rest)
  const head = `${Math.floor(ms / unit)} ${name}`
  return more > 0 && ms < below ? `${head} ${more} ${restName}` : head
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function trimZeros(value: string): string {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value
}
