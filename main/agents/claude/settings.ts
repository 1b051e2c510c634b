import { chainStatusLine, type StatusLineSetting } from './status-line-command.ts'

/** Seconds the CLI waits for a hook that only observes, or that answers from memory. */
const OBSERVING_S = 10
/** Seconds for those whose answer may wait for a verification of the checkpoint (files, git) and its transition. */
const DECIDING_S = 60
/** Seconds at the session's end: the CLI holds its exit as long, and Baton kills it after 5. */
const ENDING_S = 2

/** Every hook event that Baton listens to, with its time limit in seconds. `SessionStart` never runs an http hook. */
export const HOOK_TIMEOUTS = {
  UserPromptSubmit: OBSERVING_S,
  PreToolUse: OBSERVING_S,
  PostToolUse: OBSERVING_S,
  PostToolUseFailure: OBSERVING_S,
  PostToolBatch: DECIDING_S,
  PermissionRequest: OBSERVING_S,
  Notification: OBSERVING_S,
  Stop: DECIDING_S,
  StopFailure: OBSERVING_S,
  SubagentStart: OBSERVING_S,
  SubagentStop: OBSERVING_S,
  PreCompact: DECIDING_S,
  PostCompact: OBSERVING_S,
  SessionEnd: ENDING_S,
} as const
export type HookEvent = keyof typeof HOOK_TIMEOUTS

export interface SettingsInput {
  hookUrl: string
  hookToken: string
  /** Folders that the agent must neither read nor edit, absolute. */
  denied: string[]
  statusLineFile: string
  usersStatusLine: Record<string, unknown> | null
  /** Variables of the session. The CLI keeps the `OTEL_` ones from what it runs. */
  env?: Record<string, string>
}

/** What the private `--settings` file of one launch holds. */
export interface LaunchSettings {
  hooks: Record<string, { hooks: Record<string, unknown>[] }[]>
  permissions: { deny: string[] }
  statusLine: StatusLineSetting
  env?: Record<string, string>
}

/** The settings of one launch. They add to the user's hooks and permissions; of the keys here only `statusLine` and the variables of `env` replace. */
export function launchSettings(input: SettingsInput): LaunchSettings {
  const hook = (timeout: number) => ({
    type: 'http',
    url: input.hookUrl,
    // Written out: a variable in the environment would reach every tool the agent runs.
    headers: { Authorization: `Bearer ${input.hookToken}` },
    timeout,
  })
  return {
    hooks: Object.fromEntries(
      Object.entries(HOOK_TIMEOUTS).map(([event, timeout]) => [event, [{ hooks: [hook(timeout)] }]]),
    ),
    permissions: { deny: input.denied.flatMap(denyRules) },
    statusLine: chainStatusLine(input.statusLineFile, input.usersStatusLine),
    ...(input.env === undefined ? {} : { env: input.env }),
  }
}

/** `//` makes a permission rule's path absolute; the rest is a gitignore pattern. `Edit` covers every tool that writes. */
function denyRules(folder: string): string[] {
  const pattern = `/${folder.replace(/[\\*?[\]!#]/g, '\\$&')}/**`
  return [`Read(${pattern})`, `Edit(${pattern})`]
}
