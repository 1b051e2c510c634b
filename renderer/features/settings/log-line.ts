/** Fields that say the same on every line. */
const COMMON: ReadonlySet<string> = new Set(['time', 'level', 'msg', 'pid', 'hostname', 'v'])

/** A line of the core's log as `baton logs` shows it: "12:56:12 info  core started  url=…". Others stay as they are. */
export function logText(line: string): string {
  const entry = parsed(line)
  const time = entry === null ? null : clock(entry['time'])
  if (entry === null || time === null) return line
  const fields = Object.entries(entry)
    .filter(([name]) => !COMMON.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return [`${time} ${String(entry['level']).padEnd(5)}`, String(entry['msg'] ?? ''), ...fields].join('  ')
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    // Not every line is an entry: what a crash left is none.
    return null
  }
}

/** HH:MM:SS, local time. */
function clock(time: unknown): string | null {
  const date = new Date(typeof time === 'number' ? time : String(time))
  return Number.isNaN(date.getTime()) ? null : date.toTimeString().slice(0, 8)
}
