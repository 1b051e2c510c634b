import { z } from 'zod'

/** Milliseconds a series waits for a human before it gives up as "needs attention"; null: for ever. */
export const WaitForHuman = z.number().int().nonnegative().nullable()

const DueLimit = z.object({ percent: z.number().optional(), tokens: z.number().optional() })

/** How one series is run. Resolved once per change: flag › series › project › global settings › default. */
export const Policy = z.object({
  /** Due at min(thresholdPercent of the window, thresholdTokens). */
  thresholdPercent: z.number().gt(0).lte(95),
  thresholdTokens: z.number().int().positive(),
  /** Overrides of the two above by model id prefix, longest prefix first. */
  perModel: z.record(z.string(), DueLimit),
  /** The soft point, in percent of the due point. At or above 100 is refused. */
  softPercentOfDue: z.number().gt(0).lt(100),
  /** Fresh sessions, resumed ones not counted. */
  maxSessions: z.number().int().positive().optional(),
  maxCostUsd: z.number().positive().optional(),
  maxDurationMs: z.number().int().positive().optional(),
  /** Passed to the CLI as they are. */
  permissionMode: z.string().optional(),
  model: z.string().optional(),
  allowedTools: z.string().optional(),
  /** Shell command that must exit 0 before the series is done. From the person, never from the project. */
  verify: z.string().optional(),
  /** Shell command run for each event, with the event as JSON in BATON_EVENT. From the person, never from the project. */
  onEvent: z.string().optional(),
  /** The agent's executable; else `claude` on the PATH. */
  claudePath: z.string().optional(),
  waitForHumanMs: WaitForHuman,
  /** Two running series in one work tree are refused unless both say so. */
  shared: z.boolean(),
  /** First prompt of each session; `{task}` is replaced. Else the project's /session-init, the user's own, the plugin's. */
  recipe: z.string().optional(),
  /** Words of the checkpoint request; `{rules}`, `{task}` and the file names are replaced. Else the built-in ones. */
  checkpointRequest: z.string().optional(),
})
export type Policy = z.infer<typeof Policy>

/** One layer of policy; layers are laid over each other. */
export const PolicyLayer = Policy.partial()
export type PolicyLayer = z.infer<typeof PolicyLayer>

export const DEFAULT_POLICY: Policy = {
  thresholdPercent: 70,
  thresholdTokens: 200_000,
  perModel: {},
  softPercentOfDue: 70,
  waitForHumanMs: null,
  shared: false,
}

/** The points on the context bar, in tokens of one model's window. */
export function duePoint(policy: Policy, window: number, model?: string): { due: number; soft: number } {
  const override = Object.entries(policy.perModel)
    .filter(([prefix]) => model?.startsWith(prefix))
    .sort(([a], [b]) => b.length - a.length)[0]?.[1]
  const percent = override?.percent ?? policy.thresholdPercent
  const tokens = override?.tokens ?? policy.thresholdTokens
  const due = Math.min(Math.floor((window * percent) / 100), tokens)
  return { due, soft: Math.floor((due * policy.softPercentOfDue) / 100) }
}
