import type { Track } from './lane-columns.ts'
import type { Span } from './viewport.ts'

/** Highest value of each of `buckets` stretches of equal time, for a small picture of the whole. */
export function envelope(
  { time: times, value: values }: Track,
  range: Span,
  buckets: number,
): [number[], (number | null)[]] {
  const width = (range.to - range.from) / buckets
  const peaks: (number | null)[] = Array.from({ length: buckets }, () => null)
  const bucketOf = (at: number) => Math.floor((at - range.from) / width)
  for (let index = 0; index < times.length; index += 1) {
    const [at, value, next] = [times[index], values[index], times[index + 1]]
    if (at === undefined || value === undefined || value === null || at < range.from || at > range.to) continue
    // A figure holds until the next one.
    const first = Math.min(buckets - 1, bucketOf(at))
    const last = Math.min(buckets - 1, next === undefined ? first : bucketOf(next))
    for (let bucket = first; bucket <= last; bucket += 1) peaks[bucket] = Math.max(peaks[bucket] ?? 0, value)
  }
  return [peaks.map((_, bucket) => range.from + (bucket + 0.5) * width), peaks]
}
