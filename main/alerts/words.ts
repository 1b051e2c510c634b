/** A way out that is typed in a terminal; a notice leads to the place itself. */
const COMMAND = '`baton '
const SENTENCES = /(?<=\.)\s+/
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g

/** Why a series waits, for a notice: without the command line's remedy, times as the clock on the wall has them. */
export function reasonWords(said: string): string {
  const kept = said.split(SENTENCES).filter((sentence) => !sentence.includes(COMMAND))
  const words = (kept.length === 0 ? said : kept.join(' ')).replace(MOMENT, (moment) => clockTime(new Date(moment)))
  const text = words.replace(/\.$/, '')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** HH:MM, local time. */
export function clockTime(time: Date): string {
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}

/** 98400 → "98k". */
export function tokenWords(tokens: number): string {
  return tokens < 1_000 ? String(tokens) : `${Math.round(tokens / 1_000)}k`
}
