/** Paths of the screens, as they stand behind the `#` of the address. */
export function homePath(): string {
  return '/'
}

export function seriesPath(id: string): string {
  return `/series/${encodeURIComponent(id)}`
}

export function checkpointPath(id: string, n: number): string {
  return `${seriesPath(id)}/checkpoints/${n}`
}

/** `target`: a series (its present session) or a session; without one the tabs as they are. */
export function terminalPath(target?: string): string {
  return target === undefined ? '/terminal' : `/terminal/${encodeURIComponent(target)}`
}

export function telemetryPath(): string {
  return '/telemetry'
}

/** The tabs of the usage screen. */
export const USAGE_PARTS = ['overview', 'models', 'patterns', 'advice'] as const
export type UsagePart = (typeof USAGE_PARTS)[number]

/**
 * `narrowed`: to a `project`, `agent`, `model`, `series` or `session`, and what else an address of the screen may say (see
 * features/usage/address.ts): `{ session: id, range: 'all' }`.
 */
export function usagePath(narrowed: Readonly<Record<string, string>> = {}, part: UsagePart = 'overview'): string {
  const query = new URLSearchParams(narrowed).toString()
  return `/usage${part === 'overview' ? '' : `/${part}`}${query === '' ? '' : `?${query}`}`
}

export function alertsPath(): string {
  return '/alerts'
}

export function settingsPath(section?: string): string {
  return section === undefined ? '/settings' : `/settings/${section}`
}

export type Place =
  | { screen: 'home' }
  | { screen: 'series'; id: string; checkpoint: number | null }
  | { screen: 'terminal'; target: string | null }
  | { screen: 'telemetry' }
  | { screen: 'alerts' }
  | { screen: 'usage'; part: UsagePart; query: string }
  | { screen: 'settings'; section: string | null }
  | { screen: 'unknown'; path: string }

/** What a path leads to. A path that no builder above made is `unknown`. */
export function readPath(path: string): Place {
  const [steps = '', query = ''] = path.split(/\?(.*)/s)
  const [head, first, second, third, ...more] = steps.split('/').slice(1).map(decode)
  const unknown: Place = { screen: 'unknown', path }
  if (more.length > 0) return unknown
  if (head === undefined || head === '') return { screen: 'home' }
  if (head === 'terminal' && second === undefined) return { screen: 'terminal', target: first ?? null }
  if (head === 'telemetry' && first === undefined) return { screen: 'telemetry' }
  if (head === 'usage' && second === undefined) {
    const part = USAGE_PARTS.find((one) => one === (first ?? 'overview'))
    return part === undefined ? unknown : { screen: 'usage', part, query }
  }
  if (head === 'alerts' && first === undefined) return { screen: 'alerts' }
  if (head === 'settings' && second === undefined) return { screen: 'settings', section: first ?? null }
  if (head !== 'series' || first === undefined || first === '') return unknown
  if (second === undefined) return { screen: 'series', id: first, checkpoint: null }
  const n = Number(third)
  if (second !== 'checkpoints' || !Number.isInteger(n) || n < 1) return unknown
  return { screen: 'series', id: first, checkpoint: n }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A `%` that a person typed: taken as it is.
    return part
  }
}
