export const REDACTED = '<redacted>'

/** Which attributes are redacted, and whether bodies of log records are. */
export interface Redaction {
  hides(key: string): boolean
  bodies: boolean
}

/** `keys` as `redact` takes them; one that ends in `*` stands for all that begin so. */
export function redactionOf(keys: ReadonlySet<string>): Redaction {
  const prefixes = [...keys].filter((key) => key.endsWith('*')).map((key) => key.slice(0, -1))
  return {
    hides: (key) => keys.has(key) || prefixes.some((prefix) => key.startsWith(prefix)),
    bodies: keys.has('body'),
  }
}

/** A body that is the event's name, as Claude Code's are, says nothing of what was said. */
export function isName(body: string): boolean {
  return /^[\w.:/-]{0,80}$/.test(body) && body !== ''
}
