const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** The words on the screen are English; the day comes before the month, as everywhere else on it. */
const LOCALE = 'en-GB'

/** Made once: each costs more than hundreds of uses. */
const MOMENT = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const CLOCK = new Intl.DateTimeFormat(LOCALE, MOMENT)
const CLOCK_SECONDS = new Intl.DateTimeFormat(LOCALE, { ...MOMENT, second: '2-digit' })
const DATE = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' })
const EXACT = new Intl.DateTimeFormat(LOCALE, { ...MOMENT, second: '2-digit', day: 'numeric', month: 'short' })

/** What stands at the ticks of a time axis: 24 hours, local time, and the day wherever it changes. */
export function timeLabels(ticks: readonly number[], step: number): string[] {
  const time = step < MINUTE ? CLOCK_SECONDS : CLOCK
  let day = ''
  return ticks.map((tick) => {
    const today = DATE.format(tick)
    if (step >= DAY) return today
    const label = day === today ? time.format(tick) : `${time.format(tick)}\n${today}`
    day = today
    return label
  })
}

/** The exact moment, for a readout. */
export function exactTime(at: number): string {
  return EXACT.format(at)
}

/** The next full figure above `value` for the top of an axis. */
export function roundTop(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const share = value / power
  const top = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => share <= step) ?? 10
  return top * power
}

/** USD on an axis: cents only where they tell ticks apart. */
export function axisCost(usd: number): string {
  return `$${usd.toLocaleString('en', usd >= 10 || usd === 0 ? { maximumFractionDigits: 0 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}
