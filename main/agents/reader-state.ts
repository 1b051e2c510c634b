/**
 * What a reader kept of one file, from its JSON; null when it is none or has other keys than `sample`, as another version wrote it:
 * the file is read anew then. It was written by this program, so its keys and its version are enough to know it by; a schema's
 * library would cost each reading thread 20 MB.
 */
export function parseReaderState<T extends { version: number }>(reader: string, sample: T): T | null {
  try {
    const value: unknown = JSON.parse(reader)
    return isLike(value, sample) ? value : null
  } catch {
    // No JSON: whatever it was, reading begins anew.
    return null
  }
}

function isLike<T extends { version: number }>(value: unknown, sample: T): value is T {
  if (typeof value !== 'object' || value === null || !('version' in value)) return false
  const [keys, wanted] = [value, sample].map((one) => Object.keys(one).toSorted().join(' '))
  return value.version === sample.version && keys === wanted
}
