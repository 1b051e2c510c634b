const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Milliseconds of a duration such as `90s`, `30m`, `2h`, `1h30m`, `1.5h`, `2d`; null when it is none.
 * A bare `0` is zero; any other number needs its unit.
 */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === '0') return 0
  if (!/^(\d+(\.\d+)?(s|m|min|h|d))+$/.test(trimmed)) return null
  let total = 0
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(s|min|m|h|d)/g))
    total += Number(amount) * (UNIT_MS[unit === 'min' ? 'm' : (unit ?? '')] ?? Number.NaN)
  return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : null
}

/** The shortest text that `parseDuration` reads as so many ms: "1h30m", "90s", "0". */
export function writeDuration(ms: number): string {
  let rest = Math.max(0, Math.round(ms / 1000))
  const parts = (['d', 'h', 'm', 's'] as const).map((unit) => {
    const seconds = (UNIT_MS[unit] ?? 0) / 1000
    const amount = Math.floor(rest / seconds)
    rest -= amount * seconds
    return amount === 0 ? '' : `${amount}${unit}`
  })
  return parts.join('') || '0'
}
