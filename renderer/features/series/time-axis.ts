const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** What stands at the ticks of a time axis: 24 hours, local time, and the day wherever it changes. */
export function timeLabels(ticks: readonly number[], step: number, locale?: string): string[] {
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(step < MINUTE ? { second: '2-digit' } : {}),
  })
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  let day = ''
  return ticks.map((tick) => {
    const today = date.format(tick)
    if (step >= DAY) return today
    const label = day === today ? time.format(tick) : `${time.format(tick)}\n${today}`
    day = today
    return label
  })
}

/** The exact moment, for a readout. */
export function exactTime(at: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at)
}

/** The next full figure above `value` for the top of an axis. */
export function roundTop(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const share = value / power
  const top = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => share <= step) ?? 10
  return top * power
}
