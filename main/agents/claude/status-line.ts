import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import type { ContextMeasured, CostReported } from '../../../contract/facts.ts'
import type { PlanLimit } from '../../../contract/forecast.ts'
import type { Problem } from '../../../contract/problem.ts'
import { singleFlight } from './single-flight.ts'
import { hintOfChange } from './transcript/hint.ts'
import { unwatchable } from './transcript/problems.ts'

/** What the agent tells its status line, in our terms. Source: claude-code.md §3. */
export interface StatusLineReading {
  sessionId: string
  context: ContextMeasured
  cost: CostReported
  model: string
  version: string
  /** When the fullest rate limit starts anew, ms since the epoch; null where the agent does not say. */
  rateLimitResetsAt: number | null
  /** Limits of the plan, where the agent tells of any: it does to subscribers, once there was a response. */
  limits: PlanLimit[]
}

const Limit = z
  .object({ used_percentage: z.number(), resets_at: z.union([z.number(), z.string()]).nullish().catch(null) })
  .nullish()
  .catch(null)

/** Minutes of the windows whose names say them; of another name nothing is known. */
const WINDOWS: Record<string, number> = { five_hour: 5 * 60, seven_day: 7 * 24 * 60 }

const StatusLine = z.object({
  session_id: z.string().min(1),
  prompt_id: z.string().nullish(),
  model: z.object({ id: z.string() }),
  version: z.string(),
  cost: z.object({ total_cost_usd: z.number() }),
  context_window: z.object({
    context_window_size: z.number().positive(),
    current_usage: z
      .object({
        input_tokens: z.number(),
        cache_creation_input_tokens: z.number().default(0),
        cache_read_input_tokens: z.number().default(0),
      })
      .nullish(),
  }),
  // A forecast at best: whatever its shape, the rest counts.
  rate_limits: z.record(z.string(), Limit).nullish().catch(null),
})

/** Null: not (or not yet wholly) the JSON of a status line. `at`: when it was written, ms since the epoch. */
export function parseStatusLine(text: string, at: number = Date.now()): StatusLineReading | null {
  const parsed = StatusLine.safeParse(parseJson(text))
  if (!parsed.success) return null
  const line = parsed.data
  const usage = line.context_window.current_usage
  // Counted from the tokens: the percentage that is given is rounded.
  const prompt = usage ? usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens : 0
  // After a compaction the agent gives zeros until the next response: no prompt is empty, so that is unknown too.
  const used = prompt > 0 ? prompt : null
  return {
    sessionId: line.session_id,
    context: {
      sessionId: line.session_id,
      source: 'statusline',
      used,
      window: line.context_window.context_window_size,
      model: line.model.id,
      promptId: line.prompt_id ?? null,
      messageId: null,
      at,
    },
    cost: { sessionId: line.session_id, source: 'statusline', totalUsd: line.cost.total_cost_usd, at },
    model: line.model.id,
    version: line.version,
    rateLimitResetsAt: resetOf([line.rate_limits?.['five_hour'], line.rate_limits?.['seven_day']]),
    limits: limitsOf(line.rate_limits ?? {}, at),
  }
}

export interface StatusLineWatch {
  /** Looks at once; resolves when what stands in the file now has been given. */
  poke(): Promise<void>
  close(): void
}

/** Gives each reading that is written to `file`, which another process replaces whole. The file need not exist yet. */
export function watchStatusLine(
  file: string,
  onReading: (reading: StatusLineReading) => void,
  onProblem: (problem: Problem) => void,
): StatusLineWatch {
  let seen = ''
  let closed = false
  let toldUnreadable = false

  const look = singleFlight(async () => {
    if (closed) return
    const found = await readIfChanged(file, seen)
    if (found === null || closed) return
    seen = found.identity
    const reading = parseStatusLine(found.text, found.at)
    if (reading !== null) onReading(reading)
    else if (!toldUnreadable) onProblem(unknownStatusLine(file))
    toldUnreadable = reading === null
  })

  const hint = hintOfChange(
    file,
    () => void look(),
    (cause) => onProblem(unwatchable(file, cause)),
  )
  void look()
  return {
    poke: look,
    close() {
      closed = true
      hint.close()
    },
  }
}

async function readIfChanged(
  file: string,
  seen: string,
): Promise<{ identity: string; text: string; at: number } | null> {
  try {
    const stats = await stat(file, { bigint: true })
    const identity = `${stats.ino} ${stats.mtimeNs} ${stats.size}`
    if (identity === seen) return null
    return { identity, text: await readFile(file, 'utf8'), at: Number(stats.mtimeMs) }
  } catch {
    // Not written yet, or taken away with its launch folder.
    return null
  }
}

function unknownStatusLine(file: string): Problem {
  return {
    code: 'status-line-unknown',
    thing: file,
    cause: 'what the agent gave its status line has another shape than Claude Code 2.1.330 gives it',
    remedy: 'context is measured from the transcript meanwhile; report the version of Claude Code',
  }
}

type GivenLimit = z.infer<typeof Limit>

function resetOf(limits: GivenLimit[]): number | null {
  const [fullest] = limits
    .flatMap((limit) => (limit ? [{ used: limit.used_percentage, at: toMillis(limit.resets_at) }] : []))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => b.used - a.used || b.at - a.at)
  return fullest?.at ?? null
}

function limitsOf(limits: Record<string, GivenLimit>, at: number): PlanLimit[] {
  return Object.entries(limits).flatMap(([name, limit]) => {
    if (!limit) return []
    const resets = toMillis(limit.resets_at)
    return {
      agent: 'claude' as const,
      name,
      windowMinutes: WINDOWS[name] ?? null,
      usedPercent: limit.used_percentage,
      resetsAt: Number.isFinite(resets) ? new Date(resets).toISOString() : null,
      source: 'statusline' as const,
      at: new Date(at).toISOString(),
    }
  })
}

/** Unix seconds, as the agent gives them, are far below this; milliseconds far above. */
const SECONDS_BELOW = 100_000_000_000

/** NaN: it says none. */
function toMillis(time: number | string | null | undefined): number {
  if (time === null || time === undefined) return Number.NaN
  if (typeof time === 'string') return Date.parse(time)
  return time < SECONDS_BELOW ? time * 1000 : time
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
